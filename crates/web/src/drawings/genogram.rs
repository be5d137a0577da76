use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::cases::CaseHead;
use domain::drawings::{self, Drawn, Outline, Symbol};
use kernel::Result;
use serde::Serialize;

use crate::cx::{Cx, Desk};
use crate::frame;
use crate::kit::{CaseBanner, Chrome};

#[derive(Template, Serialize)]
#[template(path = "drawings/genogram.html")]
struct GenogramPage {
    #[serde(skip)]
    page: Chrome,
    #[serde(skip)]
    banner: CaseBanner,
    #[serde(skip)]
    head: CaseHead,
    #[serde(flatten)]
    drawn: Drawn,
}

/// `GET /cases/{code}/genogram`
pub(super) async fn show(cx: Cx, Path(code): Path<String>) -> Response {
    cx.page(move |desk| view(desk, &code)).await
}

fn view(desk: &Desk<'_>, code: &str) -> Result<GenogramPage> {
    let (head, drawn) = drawings::genogram(desk.tx, desk.who, code)?;
    let code = head.case.code.clone();
    Ok(GenogramPage {
        page: frame::of_case(desk, &code, "ジェノグラム")?,
        banner: frame::banner(desk, &head),
        head,
        drawn,
    })
}

impl GenogramPage {
    /// One sentence for whoever does not see it.
    fn description(&self) -> String {
        format!("{}人の家族の図です。同じことが、下の「文字で見る」にあります。", self.people())
    }

    fn people(&self) -> usize {
        self.drawn.drawing.as_ref().map_or(0, |drawing| drawing.symbols.len())
    }

    fn any(&self, of: impl Fn(&Symbol) -> bool) -> bool {
        self.drawn.drawing.as_ref().is_some_and(|drawing| drawing.symbols.iter().any(of))
    }

    fn outline(symbol: &Symbol) -> &'static str {
        match symbol.figure.outline {
            Outline::Square => "square",
            Outline::Circle => "circle",
            Outline::Diamond => "diamond",
        }
    }

    /// Which symbols the legend explains: those that are there.
    fn legend(&self) -> Vec<&'static str> {
        let entries = [
            (self.any(|s| s.figure.outline == Outline::Square), "四角 = 男性"),
            (self.any(|s| s.figure.outline == Outline::Circle), "丸 = 女性"),
            (self.any(|s| s.figure.outline == Outline::Diamond), "ひし形 = 性別を聞いていない・その他"),
            (self.any(|s| s.figure.centre), "二重線 = 本人"),
            (self.any(|s| s.figure.key_person), "KP = キーパーソン"),
            (
                self.drawn.drawing.as_ref().is_some_and(|d| d.strokes.iter().any(|s| s.dashed)),
                "破線の横線 = 事実婚",
            ),
            (self.drawn.drawing.as_ref().is_some_and(|d| !d.frames.is_empty()), "破線の囲み = 同居"),
        ];
        entries.into_iter().filter(|entry| entry.0).map(|entry| entry.1).collect()
    }
}
