use crate::Choice as _;
use crate::choices::choices;

choices! {
    /// What somebody does with a record. The rules speak of each by itself.
    pub enum Act {
        Exist = "exist" "あることを知る",
        List = "list" "一覧や検索で見る",
        Read = "read" "読む",
        Add = "add" "書き足す",
        Change = "change" "変える",
        Print = "print" "印刷する",
        Export = "export" "書き出す",
        Reveal = "reveal" "住所・連絡先を開く",
    }
}

impl Act {
    /// How many there are.
    pub(crate) const COUNT: usize = Self::ALL.len();

    /// The word of the log for it.
    pub(crate) fn logged(self) -> crate::audit::Action {
        use crate::audit::Action;
        match self {
            Act::Exist | Act::Read => Action::Read,
            Act::List => Action::List,
            Act::Add => Action::Create,
            Act::Change => Action::Change,
            Act::Print => Action::Print,
            Act::Export => Action::Export,
            Act::Reveal => Action::Reveal,
        }
    }
}

choices! {
    /// What the rules speak of.
    pub enum Kind {
        Case = "case" "ケース",
        Record = "record" "支援経過記録・アセスメント",
        Person = "person" "人・世帯",
        Contact = "contact" "住所・連絡先",
        Consultation = "consultation" "相談",
        Handover = "handover" "つなぎ",
        Packet = "packet" "会議の案件・資料・会議録",
        Assignment = "assignment" "会議で決まった役割",
        Coordination = "coordination" "多機関協働への相談",
        LookBack = "look_back" "ふり返りと、もとのケースへの道",
        Notice = "notice" "庁内の連絡票",
    }
}
