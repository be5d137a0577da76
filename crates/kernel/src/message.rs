//! Messages to people, as functions: a missing one does not compile, and each has a stable key for programs.
//!
//! Texts say what happened and what to do, in sentences of at most 60 characters (`design`: wording rules).

use serde::Serialize;

/// A text for a person together with the key by which programs know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Stable, snake_case.
    pub key: &'static str,
    /// Japanese, complete.
    #[serde(rename = "message")]
    pub text: String,
}

impl Message {
    /// A message with its key.
    pub fn new(key: &'static str, text: impl Into<String>) -> Self {
        Self { key, text: text.into() }
    }
}

macro_rules! messages {
    ($($(#[$doc:meta])* $key:ident($($arg:ident),*) = $text:literal;)*) => {
        $($(#[$doc])* pub fn $key($($arg: impl std::fmt::Display),*) -> Message {
            Message::new(stringify!($key), format!($text))
        })*
    };
}

messages! {
    /// A layout that cannot be set.
    paper_unprintable(what) = "様式を紙にできません。様式のファイルを直してください。({what})";
    /// A workbook of a form that is not read back.
    paper_not_read() = "この様式は取り込めません。取り込めるのは、相談受付票、アセスメントシート、支援経過記録、プランの案、評価シート、照会への回答です。";
    /// A workbook of a later version of the program.
    paper_too_new(title) = "「{title}」は、この仕組みより新しい版の様式です。様式をもう一度出して、書き写してください。";
    /// An address on a form that is read back.
    paper_no_address() = "住所・連絡先は取り込めません。この欄を空けて、人の画面で書き足してください。";
    /// An address or a number in words that come back on paper.
    paper_text_with_contact() = "住所や電話番号のように見える文字は取り込めません。消してから、もう一度送ってください。";
    /// A box that only repeats what the page holds, and was changed.
    paper_repeats() = "この欄は、画面にあることの写しです。画面と合いません。直すときは、画面で直してください。";
    /// Nobody of this name in the case.
    paper_person_unknown() = "本人の名前が、このケースの人と合いません。画面に出ている名前のとおりに書いてください。";
    /// No such case or plan, or none that the reader may know of.
    paper_subject_unknown() = "この番号のものが見つかりません。番号を確かめてください。";
    /// A workbook with no rows.
    paper_is_empty() = "記録が1行もありません。書いてから送ってください。";
    /// Nobody of the register of advisers.
    adviser_unknown() = "助言者を、登録簿から選んでください。";
    /// An adviser who is not bound to secrecy.
    adviser_without_pledge(name) = "{name}さんの有効な守秘の誓約が、登録簿にありません。誓約を受けると、招けます。";
    /// An adviser who cannot open papers.
    adviser_without_account(name) = "{name}さんは、サインインする方ではありません。会議の進行の画面で、助言を記録できます。";
    /// One account, one adviser.
    adviser_registered() = "この職員番号の方は、もう登録されています。";
    /// An adviser whom those of a consented item did not agree to.
    adviser_not_agreed(name) = "ご本人の同意に、{name}さんの所属が入っていません。名前を出さずに聞くか、同意を取り直してください。";
    /// Two statements that cannot be marked against each other.
    contradiction_not_possible() = "同じ方についての、ほかの機関の記述を選んでください。会議体の記述は、その会議体の記述とだけ比べられます。";
    /// Two statements that are marked already.
    contradiction_known() = "この2つの記述の食い違いは、もう印が付いています。";
    /// An address or a number in words that leave.
    text_with_contact() = "住所や電話番号のように見える文字があります。消してください。";
    /// A report of an item that is not over.
    conference_not_over() = "この案件は、まだ閉じていません。案件を閉じると、報告を書けます。";
    /// A sitting without papers.
    no_packets() = "印刷する資料がありません。資料を固め、構成員が守秘を確認すると、印刷できます。";
    /// A required field is empty.
    error_required(label) = "{label}を入力してください。";
    /// One of several must be chosen.
    error_choose_one(label) = "{label}を1つ選んでください。";
    /// A choice that is not in the list.
    error_unknown_choice(label) = "{label}は、一覧の中から選んでください。";
    /// Too long.
    error_too_long(label, max) = "{label}は{max}字までで入力してください。";
    /// A date that cannot be read.
    error_date_unreadable(label) = "{label}の日付を読み取れません。例 R6.4.1、令和6年4月1日、2024-04-01";
    /// A year without era.
    error_date_era(label) = "{label}に元号(R・H・S・T・M)か、西暦4けたを付けてください。";
    /// A day that the calendar does not have.
    error_date_not_exist(label, month, last_day) = "{label}は暦にない日です。{month}月は{last_day}日までです。";
    /// An event in the future.
    error_date_future(label) = "{label}は今日より後の日になっています。日付を確かめてください。予定は、記録の「次にすること」に書けます。";
    /// Something to come that lies in the past.
    error_date_past(label) = "{label}が今日より前の日になっています。今日か、これからの日を入力してください。";
    /// A telephone number without digits.
    error_phone() = "電話番号を数字で入力してください。例 000-1234-5678";
    /// A search for nothing.
    error_search_empty() = "探す言葉を入力してください。";
    /// A birth in the future.
    error_birth_future(label) = "{label}は今日より後の日になっています。年を確かめてください。";
    /// A month or a year where a day is needed.
    error_date_whole_day(label) = "{label}は日まで入力してください。例 R6.4.1、今日、3日前";
    /// End before beginning.
    error_date_order(from) = "終わりの日が、始まりの日({from})より前になっています。";
    /// A time of day that cannot be read.
    error_time_unreadable(label) = "{label}の時刻を読み取れません。例 14:30、1430、午後2時半";
    /// A case code that cannot be, found by its check character.
    error_case_code() = "番号を読み取れません。1文字ずつ確かめてください。例 K-7Q4-920C";
    /// Furigana in other scripts.
    error_kana() = "ふりがなは、ひらがなかカタカナで入力してください。";
    /// Twelve digits that look like an individual number (マイナンバー).
    error_my_number() = "12けたの個人番号と思われる数字があります。Kasane には記録できません。消してから保存してください。";
    /// Homonyms exist and nothing says how the person was told apart.
    error_identity_check() = "同じ読みの方がいます。何で確かめたかを選んでください。まだのときは「まだ確かめていない」を選べます。";
    /// The form belongs to another case.
    error_case_mismatch(opened_case, target_case) = "この画面は {opened_case} のものですが、送り先は {target_case} になっています。保存していません。下書きから正しいケースを選び直してください。";
    /// A number that cannot be read.
    error_number(label) = "{label}は数字で入力してください。";
    /// A draft beyond any form.
    draft_too_long() = "下書きが長すぎて保存できません。文章を分けて保存してください。";
    /// The same request key for another request.
    key_used_before() = "この送信はすでに別の内容で受け付けています。画面を開き直してから、もう一度保存してください。";
    /// Any failure of signing in.
    sign_in_failed() = "サインインできませんでした。職員番号、パスワード、認証アプリの6けたを確かめてください。";
    /// A person with several standings chose none.
    standing_needed() = "いまの立場を選んで、新しい6けたでもう一度サインインしてください。";
    /// Hashing cost below the floor.
    password_cost_too_low(mib, passes) = "パスワードの守りが弱すぎる設定です。メモリ{mib}MiB以上、{passes}回以上にしてください。";
    /// Too short a password.
    password_too_short(min) = "パスワードは{min}字以上にしてください。文でもかまいません。";
    /// A password that is the login or one character.
    password_guessable() = "推測されやすいパスワードです。職員番号を含まない、長い言葉にしてください。";
    /// A login that exists.
    login_taken() = "この職員番号はすでに使われています。";
    /// Neither name nor nickname.
    name_or_nickname() = "氏名か、呼び名のどちらかを入力してください。";
    /// A person who is seen by another ground than one's own task.
    person_of_others() = "この方は、ほかの機関のケースから、同意や法令などで見えている方です。記録はそのケースに書けます。新しいケースは、ご本人から自分の機関が相談を受けると始められます。";
    /// A name was typed for a meeting that has one.
    meeting_has_a_name(meeting) = "「{meeting}」を選んでいるので、名前は書けません。名前を消すか、「そのほか」を選んでください。";
    /// A correction that says the same.
    nothing_changed() = "文が前と同じです。直してから保存してください。";
    /// Protection exists.
    already_protected() = "この方の連絡先は、すでに保護されています。";
    /// In the household already.
    already_member() = "この方は、すでにこの世帯に入っています。";
    /// Related already.
    already_related() = "この続柄は、すでに記録されています。";
    /// Two who are related are two.
    related_people() = "続柄が書かれている2人は、1人にまとめられません。続柄がまちがいのときは、先に取り消してください。";
    /// Merged before.
    already_merged() = "どちらかの方は、すでにまとめられています。一覧を開き直してください。";
    /// Undone before.
    already_undone() = "このまとめは、すでに元に戻されています。";
    /// Writing into a closed case.
    case_is_closed() = "このケースは終結しています。書き足すには、先に再開してください。";
    /// Reopening an open case.
    case_is_open() = "このケースは終結していません。";
    /// Something is still open.
    closure_needs_end(tasks, handovers) = "終わっていない予定が{tasks}件、返事のないつなぎが{handovers}件あります。先に終えてください。";
    /// An owner outside the team.
    owner_not_in_team() = "予定を頼めるのは、チームの機関だけです。先にチームに招いてください。";
    /// In the team already.
    already_in_team() = "この機関は、すでにチームに入っています。";
    /// The lead leaves.
    lead_cannot_leave() = "主担当の機関はチームを離れられません。先に別の機関が主担当を引き受けてください。";
    /// A name in a text that must identify nobody.
    name_without_ground() = "文の中に、ケースの方の名前があります。根拠がないときは、名前を書かずに相談してください。";
    /// A name in what the receiver reads before accepting.
    name_comes_later() = "氏名は、相手が受けたあとに届きます。ここには名前を書かずに書いてください。";
    /// Looking back on an open case.
    look_back_needs_closure() = "ふり返りを書けるのは、終結したケースだけです。先に終結してください。";
    /// Another agency led it.
    look_back_by_lead() = "ふり返りは、主担当の機関が書きます。主担当に頼んでください。";
    /// Nothing lets a closed case be learnt from.
    look_back_needs_ground() = "ふり返りの根拠がありません。ふり返りのための同意をもらうか、支援会議の案件にしてください。";
    /// A word that tells whom a text is about.
    look_back_identifies(what, word) = "{what}の「{word}」があります。だれのことか分からない言い方に直してください。";
    /// Words that may tell it together with others.
    look_back_doubtful(words) = "年齢・日付・場所のような言葉があります({words})。だれのことか分からないことを確かめて、印を付けてください。";
    /// The same, for somebody who does not know the case.
    look_back_still_identifies() = "もとのケースの方が分かる言葉が残っています。差し戻してください。";
    /// The ground has ended meanwhile.
    look_back_ground_gone() = "書いたときの根拠が、いまはありません。差し戻してください。";
    /// A step before its time.
    look_back_step(now) = "このふり返りは、いま「{now}」です。画面を開き直して、確かめてください。";
    /// No such number in the library.
    look_back_unknown() = "この番号の事例は、公開されていません。番号を確かめてください。";
    /// A ground without its consent.
    notice_needs_consent() = "本人の同意を根拠にするときは、「本人の同意あり」を選んでください。同意がないときは、別の根拠か「名前を出さない」を選びます。";
    /// A name without a ground.
    notice_without_ground() = "名前や連絡のしかたを書くには、伝える根拠が要ります。根拠がないときは、空けてください。";
    /// Where somebody lives.
    notice_without_address(word) = "住所の「{word}」があります。連絡票に住所は書けません。電話など、連絡のしかたを書いてください。";
    /// Dealt with before.
    notice_is_handled() = "この連絡票は、すでに対応済みです。画面を開き直してください。";
    /// A body that there is not.
    committee_unknown() = "この合議体は見つかりません。一覧から選んでください。";
    /// A body of this name exists.
    committee_exists(name) = "「{name}」は、すでにあります。一覧を確かめてください。";
    /// Not whole months, or not over yet.
    pack_needs_months() = "期間は、月の初めの日から月の終わりの日までにしてください。終わった月だけを選べます。";
    /// Another pack covers days of it.
    pack_overlaps(from, to) = "{from}から{to}までの資料と重なります。差を取ると、伏せた数が分かります。重ならない期間を選んでください。";
    /// A word of it is somebody's name.
    pack_names_somebody() = "資料の言葉に、人の名前と同じものがあります。作っていません。個人情報の担当に知らせてください。";
    /// A step that does not follow.
    system_proposal_step(now) = "この提案は、いま「{now}」です。画面を開き直して、確かめてください。";
    /// Nothing was filled in.
    assessment_is_empty() = "まだ何も書かれていません。本人の願いか、分かっていることを1つ以上書いてください。";
    /// Nobody has the role.
    nobody_coordinates() = "相談できる多機関協働の担当が、ほかの機関にいません。庁内の多機関協働担当か管理者に知らせてください。";
    /// One or more of several must be chosen.
    error_choose_any(label) = "{label}を1つ以上選んでください。";
    /// Too short.
    error_too_short(label, min) = "{label}は{min}字以上で書いてください。";
    /// A file of another kind or too large.
    error_file(types, max_mb) = "このファイルは使えません。使える形式は {types}、1つ {max_mb}MB までです。";
    /// A tick is no consent.
    consent_needs_explanation() = "同意を記録するには、先に「説明したこと」と「本人のことば・様子」を書いてください。説明だけを記録することもできます。";
    /// A receiver beyond what was agreed.
    consent_scope_excluded(organisation) = "{organisation} は同意の範囲に入っていません。本人にもう一度説明して、本人のことばを書くと、この相手への同意として記録します。";
    /// Somebody of whom the record tells has not agreed.
    consent_of_others(organisation) = "選んだ記録には、{organisation} に知らせることに同意していない方のことが書かれています。記録を選び直すか、その方の同意を記録してください。";
    /// A time beyond a year.
    consent_too_long() = "期間は1年までです。続けるときは、終わる前にもう一度話してください。";
    /// It has ended.
    consent_has_ended() = "この同意は、すでに終わっています。";
    /// Joining by consent is recording the consent.
    consent_is_recorded() = "本人同意で加わるときは、「同意を記録する」から相手を選んでください。";
    /// Somebody who may not be asked in; never who or why.
    invite_not_possible() = "この方は、この案件には招けません。理由は個人情報の担当がお答えします。";
    /// Nobody of this number.
    staff_unknown() = "この職員番号の方は見つかりません。番号を確かめるか、利用者の登録を頼んでください。";
    /// Inviting before the decision.
    conference_not_convened() = "開催がまだ決まっていません。決まってから、構成員を招き、資料を固めてください。";
    /// A plan without what the person wants.
    plan_needs_wish() = "本人の願いを、本人のことばで書いてください。願いのない参加支援プランは保存できません。";
    /// Nobody looks at it again.
    plan_needs_review() = "次の見直しの日を入れてください。見直しの日がないと、実施に進めません。";
    /// The municipality's gate.
    participation_gate() = "この自治体では、参加支援は会議の判断の後に始めます。会議に出すか、資源を探すところまで進められます。";
    /// A step before its time.
    plan_step(now) = "このプランは、いま「{now}」です。画面を開き直して、次の手順を確かめてください。";
    /// Not agreed to.
    plan_needs_agreement() = "本人の同意がまだ記録されていません。先に、本人の返事を記録してください。";
    /// A meeting without a consent.
    plan_needs_consented_item() = "このプランは、本人の同意による案件で協議します。支援会議の案件では、同意のプランは決められません。";
    /// No role in it.
    plan_needs_lines() = "だれが何をするかを、1行以上書いてください。";
    /// A row of a form.
    error_row(n, text) = "{n}行目: {text}";
    /// Plans that nobody has looked back on.
    closure_needs_evaluation(n) = "評価していないプランが{n}件あります。先に評価を書いてください。";
    /// No consent that an item could stand on.
    consent_missing_for_item() = "この案件には、有効な本人の同意がありません。同意を記録するか、理由を書いて支援会議の案件にしてください。";
    /// Somebody of whom a consented item would tell.
    name_without_consent() = "文の中に、同意のない方の名前があります。その方のことは、この案件には書けません。";
    /// A name that the papers do not tell, for whoever knows nobody else.
    name_not_in_papers(word) = "「{word}」は、資料にある名前ではありません。同意のない方のことは、この案件には書けません。名前を書かない言い方に直してください。";
    /// A member who is not bound yet.
    member_not_acknowledged(name) = "{name}さんは守秘の確認がまだなので、この案件に入れません。確認の画面を開いてください。";
    /// A place among the members that there is not.
    member_unknown() = "この案件の構成員から選んでください。";
    /// An item that cannot be proposed now.
    proposal_not_possible() = "この案件は、いまは提案できません。会議の回に入っている案件、差し戻された案件、終わった案件は出せません。";
    /// A proposal that has no end yet.
    proposal_waits() = "この案件は、すでに提案しています。返事を待つか、先に取り下げてください。";
    /// Nothing is on a sitting yet.
    conference_without_sitting() = "先に、この案件を扱う会議の回を選んでください。";
    /// Two grounds where the municipality keeps them apart.
    conference_one_ground(name) = "{name}では、支援会議と重層的支援会議を同じ回で開かない決まりです。別の回にしてください。";
    /// The minutes are made.
    conference_is_over() = "この案件は終わり、会議録ができています。続きは、新しい案件にしてください。";
    /// Something has no end yet.
    conference_items_open(n) = "まだ閉じていない案件が{n}件あります。先に、案件を閉じるか、この回から外してください。";
    /// Somebody must do it.
    assignment_without_owner() = "だれがするかを選んでください。まだ決まらないときは、次に動く人を決めてから閉じます。";
    /// Whoever is to do something is not named.
    assignments_open(n) = "だれがするか決まっていない役割が{n}件あります。次に動く人を決めてから閉じてください。";
    /// Nothing to print yet.
    papers_not_frozen() = "資料がまだ固まっていません。先に「資料を固めて配る」を押してください。";
    /// Frozen papers stay.
    papers_are_frozen() = "資料はすでに固めました。書き足すときは、新しい案件にしてください。";
    /// The notice was not read.
    secrecy_not_read() = "守秘の説明を読んで、「読みました」に印を付けてください。";
    /// Another name than one's own.
    own_name_needed() = "サインインしているご本人の氏名を書いてください。";
    /// Two who must stay apart; never why.
    cannot_be_one() = "この2つは、1つにまとめられません。別々のまま使ってください。";
    /// The same person may not decide alone.
    needs_second_person() = "はじめた人とは別の、もう1人の住所管理者が行います。";
    /// Too late, or done before.
    release_is_over() = "この申請は、もう使えません。必要なときは、新しく申請してください。";
    /// A proposal waits.
    end_is_proposed() = "解除の申し出が、すでに出ています。もう1人の判断を待ってください。";
    /// Protection is over.
    protection_has_ended() = "この保護は、2人の判断で解除されています。";
    /// An account that may not have the duty.
    custody_not_possible() = "自分自身と、システム管理者の立場がある人は、住所管理者になれません。";
    /// A duty that exists.
    already_custodian() = "この人は、すでに住所管理者です。";
    /// Who lifts a bar is not who set it.
    needs_custodian_to_end() = "相手方の記録を終えるのは、書いた人とは別の住所管理者です。";
    /// Written down before.
    already_adverse() = "この相手方は、すでに書かれています。";
    /// A person is not the adverse party of themself.
    error_same_person() = "本人とは別の人を選んでください。";
    /// Rules not read.
    rule_acceptance_needed(version) = "いまの運用ルール(第{version}版)をまだ確認していません。確認すると、ケースを開けます。";
    /// The rules changed meanwhile.
    rules_changed() = "運用ルールが新しくなりました。もう一度読んで、確認してください。";
    /// A reason for an emergency.
    emergency_reason_short() = "何が起きているかを20字以上で書いてください。";
    /// An emergency before that was not reviewed.
    emergency_locked() = "前の緊急閲覧の事後確認がまだです。個人情報の担当に連絡してください。命の危険があるときは、先に119・110へ。";
    /// The second factor was wrong.
    second_factor_needed() = "認証アプリの6けたを、もう一度入力してください。";
    /// Another municipality's database.
    other_municipality(name) = "このデータベースは{name}のものです。別の自治体には、別のデータベースを使ってください。";
    /// The first administrator exists.
    accounts_exist() = "利用者がすでにいます。新しい利用者は、システム管理者の画面から登録してください。";
    /// Somebody saved first.
    conflict_title() = "ほかの人が先に保存しました";
    /// Nothing there, or nothing for this standing.
    not_found_title() = "見つかりませんでした";
    /// What to do then.
    not_found_body() = "番号やリンクがちがうか、この立場では開けないものです。番号をもう一度お確かめください。";
    /// Signed out by time.
    session_expired() = "時間がたったので画面を隠しました。サインインすると、続きから書けます。";
    /// Too many attempts.
    rate_limited(seconds) = "短い時間に多くの試みがあったので、あと{seconds}秒お待ちください。";
    /// The disk is full or read-only.
    storage_unwritable() = "いま保存できません(ディスクがいっぱいか、書き込めません)。見ることはできます。書いた内容は画面に残っています。情報政策担当に知らせてください。";
    /// Anything else.
    error_server(reference) = "保存できませんでした。書いた内容は残っています。少し待って、もう一度お試しください(番号 {reference})。";
    /// A body that cannot be read.
    body_unreadable() = "送られた内容を読み取れませんでした。JSON かフォームの形を確かめてください。";
    /// A search that is too frequent.
    search_limited(minutes) = "短い時間に多くの検索があったので、{minutes}分のあいだ検索を止めています。";
    /// A program without a key for its write.
    key_needed() = "書き込みには Idempotency-Key が必要です。";
    /// The checkpoints that are kept outside know more of the log than the database does.
    audit_outside_ahead(size) = "外の控えには操作の記録が{size}行目までありますが、データベースと合いません。バックアップから戻したときは kasane audit seal --restored 理由 を実行してください。心当たりがなければ、何も消さずに調べてください。";
    /// Nobody confirms what was found about themselves.
    review_of_oneself() = "自分の閲覧は、自分では確認済みにできません。ほかの担当者に頼んでください。";
    /// More than may leave at once.
    export_too_many(cap) = "一度に書き出せるのは{cap}件までです。担当のケースを分けるか、管理者に相談してください。";
    /// A page of another site tried to write.
    foreign_origin() = "ほかのサイトからの送信は受け付けません。画面を開き直してください。";
}
