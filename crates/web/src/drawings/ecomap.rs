use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::cases::CaseHead;
use domain::drawings::{self, DAYS, Ecomap, Node, Strength};
use kernel::Result;
use serde::Serialize;

use crate::cx::{Cx, Desk};
use crate::frame;
use crate::kit::{CaseBanner, Chrome};

#[derive(Template, Serialize)]
#[template(path = "drawings/ecomap.html")]
struct EcomapPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    head: CaseHead,
    #[serde(flatten)]
    map: Ecomap,
}

/// `GET /cases/{code}/ecomap`
pub(super) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &code)).await
}

fn view(desk: &Desk<'_>, code: &str) -> Result<EcomapPage> {
    let (head, map) = drawings::ecomap(desk.tx, desk.who, code)?;
    let code = head.case.code.clone();
    Ok(EcomapPage {
        page: frame::of_case(desk, &code, "エコマップ")?,
        banner: frame::banner(desk, &head),
        head,
        map,
    })
}

/// Signs of a name that stand on one line of a box.
const LINE: usize = 9;

impl EcomapPage {
    fn days(&self) -> i32 {
        DAYS
    }

    fn line(node: &Node) -> &'static str {
        match node.around.strength {
            Strength::Strong => "strong",
            Strength::Usual => "usual",
            Strength::Weak => "loose",
        }
    }

    /// The name on two lines; what is longer stands whole in the words below.
    fn lines(node: &Node) -> [String; 2] {
        let signs: Vec<char> = node.around.name.chars().collect();
        let (first, rest) = signs.split_at(signs.len().min(LINE));
        let mut second: String = rest.iter().take(LINE).collect();
        if rest.len() > LINE {
            second.pop();
            second.push('…');
        }
        [first.iter().collect(), second]
    }

    /// Where the word of a line stands: nearer to whom it is about than to the middle.
    fn word_at(&self, node: &Node) -> (i64, i64) {
        let along = |to: i64| self.map.middle + (to - self.map.middle) * 55 / 100;
        (along(node.x), along(node.y))
    }

    /// The word of a line, not longer than it.
    fn word(node: &Node) -> String {
        node.around.role.chars().take(8).collect()
    }
}
