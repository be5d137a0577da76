use anyhow::{Result, bail};

use crate::{args::Args, say::say};

/// A command: its name, its words in a line, and the rest.
struct Entry {
    name: &'static str,
    line: &'static str,
    english: &'static str,
    usage: &'static str,
}

const PLACE: &str = "
データの場所:
  --data DIR       DIR/kasane.sqlite を使います(何も書かなければ data)
  --database URL   PostgreSQL を使います。例 postgres://kasane@127.0.0.1/kasane
                   パスワードを含むときは、環境変数 KASANE_DATABASE に入れてください";

const ENTRIES: &[Entry] = &[
    Entry {
        name: "demo",
        line: "架空のまちで、すぐに試す",
        english: "Run Kasane on a fictional town",
        usage: "kasane demo [--port N] [--data DIR] [--profile NAME] [--database URL] [--json]

  --port N     開く番号(何も書かなければ 8080。0 なら空いている番号)
  --data DIR   データを残すフォルダー。書かなければ、終わるときに消えます
  --profile    まちのやり方(ota-ku、oda-shi、imabari、edogawa。何も書かなければ ota-ku)
  --database   SQLite の代わりに、PostgreSQL の空のデータベースを使います
  --json       最初の行に、住所とサインインできる人を JSON で出します",
    },
    Entry {
        name: "serve",
        line: "サーバーを動かす",
        english: "Serve an installed municipality",
        usage: "kasane serve [--data DIR | --database URL] [--listen ADDR:PORT] [--behind-proxy]
             [--seal-minutes N] [--checkpoints DIR] [--audit-key FILE] [--layouts DIR]

  --listen ADDR:PORT   開く所(何も書かなければ 127.0.0.1:8080)
  --behind-proxy       TLS を話すリバースプロキシの後ろで動かします。クッキーは Secure になり、
                       相手の住所は X-Forwarded-For の最後の値から読みます
  --seal-minutes N     操作の記録に封をする間隔(何も書かなければ10分。1,000件たまれば、その前にも)
  --checkpoints, --audit-key   kasane help audit を見てください
  --layouts DIR        自治体の様式を置いたフォルダー。kasane help layouts を見てください",
    },
    Entry {
        name: "layouts",
        line: "帳票の様式を写す・確かめる",
        english: "Copy the forms of the product to change them; check a municipality's own",
        usage: "kasane layouts copy DIR
kasane layouts check DIR

  copy    製品の様式を DIR に書き出します。様式.toml は聞くこと、様式.typ は紙での見え方、
          kasane.typ は共通の部品です。変えるものだけを残し、ほかは消してください。
  check   DIR の様式を全部試し、誤りをファイルと行で言います。使うときは kasane serve --layouts DIR",
    },
    Entry {
        name: "init",
        line: "自治体を設定する(更新もこれ)",
        english: "Install a municipality from its profile, or bring it up to date",
        usage: "kasane init --profile NAME|FILE [--data DIR | --database URL]

  --profile   製品に付いているプロファイルの名前(ota-ku、oda-shi、imabari、edogawa)か、TOML のファイル",
    },
    Entry {
        name: "admin",
        line: "最初のシステム管理者を作る",
        english: "Create the first administrator; the password is read from the terminal",
        usage: "kasane admin --login 職員番号 --name 氏名 [--data DIR | --database URL]

  パスワードは端末から読みます。認証アプリに登録する行(otpauth://…)は、1度だけ出ます",
    },
    Entry {
        name: "backup",
        line: "動かしたまま、データを1つのファイルに写す",
        english: "Copy the database into a file while it is in use",
        usage: "kasane backup FILE [--data DIR | --database URL]",
    },
    Entry {
        name: "restore",
        line: "バックアップから戻す(サーバーを止めてから)",
        english: "Put a backup back; stop the server first",
        usage: "kasane restore FILE [--data DIR | --database URL]

  壊れたファイルからは戻しません。これまでの SQLite のファイルは、名前を変えて残します",
    },
    Entry {
        name: "check",
        line: "データに問題がないか調べる",
        english: "Look for damage and broken rules; exit code 1 if there is any",
        usage: "kasane check [--data DIR | --database URL]",
    },
    Entry {
        name: "access",
        line: "だれが、どの根拠で、何を見られるかの表を出す(監査用)",
        english: "Print the table of access rules, with the articles",
        usage: "kasane access matrix [--format md|tsv] [--profile NAME|FILE] [--on YYYY-MM-DD]

  表は、製品が実際に判断する規則から作られます。条文は --on の日に正しいものです",
    },
    Entry {
        name: "audit",
        line: "操作の記録に封をする、書き出す、確かめる",
        english: "Seal, export and verify the audit log",
        usage: "kasane audit seal [--restored 理由] [--data DIR | --database URL]
kasane audit export FILE [--data DIR | --database URL]
kasane audit verify FILE [--checkpoints DIR|FILE] [--key 公開鍵|FILE]
kasane audit key [--data DIR | --database URL]

  seal     いま封をします。バックアップから戻したあとは、--restored に理由を書きます
  export   封と署名の付いた操作の記録を、1つのファイルに書き出します(形は docs/AUDIT_FORMAT.md)
  verify   ファイルを、データベースなしで確かめます。問題があれば、終了コードは1です
  key      公開鍵を出します。紙に写し、別の人が持っていてください

  --checkpoints   署名した控えのフォルダー(何も書かなければ、データのフォルダーの audit)。
                  ほかのコンピューターに写しを置くと、データベースごとの書き換えも分かります
  --audit-key     署名の鍵のファイル(何も書かなければ、データのフォルダーの audit.key)
                  環境変数 KASANE_CHECKPOINTS と KASANE_AUDIT_KEY でも示せます",
    },
    Entry {
        name: "profile",
        line: "プロファイルを確かめる、表にする、比べる",
        english: "Check, print and compare municipality profiles",
        usage: "kasane profile check FILE
kasane profile table FILE programmes [--format tsv|md|json]
kasane profile compare A B [--format tsv|md|json]
kasane profile open FILE

  FILE、A、B は、製品に付いているプロファイルの名前か、TOML のファイルです",
    },
    Entry {
        name: "seed",
        line: "架空のまちを大きく作る(測るため)",
        english: "Fill an empty database with a fictional town of any size",
        usage: "kasane seed [--residents N] [--cases M] [--seed S] [--records-per-case R] [--agencies A]
            [--today YYYY-MM-DD] [--json] [--data DIR | --database URL]

  同じ --seed と --today からは、同じまちができます",
    },
    Entry {
        name: "openapi",
        line: "プログラム用の住所の一覧(OpenAPI 3.1)",
        english: "Print the OpenAPI document",
        usage: "kasane openapi",
    },
    Entry {
        name: "gallery",
        line: "画面の一覧(開発用)",
        english: "List every page with a sample address, for pictures",
        usage: "kasane gallery --list [--data DIR | --database URL]",
    },
];

/// `kasane help [COMMAND]`.
pub(crate) fn run(mut args: Args) -> Result<()> {
    if !args.has_word() {
        args.done()?;
        say(overview());
        return Ok(());
    }
    let name = args.word("COMMAND")?;
    args.done()?;
    let Some(entry) = ENTRIES.iter().find(|entry| entry.name == name) else {
        bail!("{name} という命令はありません。kasane help で一覧を見てください。");
    };
    say(format_args!("{}\n({})\n\n{}", entry.line, entry.english, entry.usage));
    if entry.usage.contains("--database") {
        say(PLACE);
    }
    Ok(())
}

fn overview() -> String {
    let mut out =
        format!("重ね Kasane {}  重層的支援体制整備事業のためのシステム\n\n", env!("CARGO_PKG_VERSION"));
    for entry in ENTRIES {
        out.push_str(&format!("  {:<9}{}\n           {}\n", entry.name, entry.line, entry.english));
    }
    out + "\n  くわしくは kasane help 命令 (More: kasane help COMMAND)"
}
