use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use documents::{Paper, excel};
use kernel::{Error, Result, message};

use super::PaperForm;
use super::sheet::Sheet;
use crate::answer;
use crate::body::Sent;
use crate::cx::{Cx, Desk, Done};

pub(super) const EXCEL: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What a paper becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Pdf,
    Excel,
}

impl Format {
    pub(super) fn of(key: &str) -> Result<Self> {
        match key {
            "" | "pdf" => Ok(Self::Pdf),
            "xlsx" => Ok(Self::Excel),
            _ => Err(Error::invalid("format", message::error_unknown_choice("形式"))),
        }
    }

    /// The paper as a file. The name of the file tells nothing about anybody.
    pub(super) fn file(self, cx: &Cx, paper: &Paper, name: &str) -> Result<Response> {
        match self {
            Self::Pdf => Ok(file(
                "application/pdf",
                "inline",
                &format!("{name}.pdf"),
                cx.app.papers.print(std::slice::from_ref(paper))?,
            )),
            Self::Excel => {
                let bytes =
                    excel::write(paper).map_err(|e| Error::Conflict(message::paper_unprintable(e)))?;
                Ok(file(EXCEL, "attachment", &format!("{name}.xlsx"), bytes))
            }
        }
    }
}

/// Fills a form within one unit of work, which writes down that it is printed, and answers with the file. A file leaves
/// once: sending the form again leads back to its page.
pub(super) async fn take(
    cx: Cx,
    sent: Sent<PaperForm>,
    back: String,
    fill: impl Fn(&Desk<'_>, &PaperForm) -> Result<Sheet> + Send + 'static,
) -> Response {
    cx.blocking(move |cx| {
        let made = sent.checked(cx).and_then(|(form, once)| {
            let format = Format::of(&form.format)?;
            let written = cx.write(form, once, move |desk, form| {
                let sheet = fill(desk, form)?;
                let number = sheet.print.number.clone();
                Ok((Done::to(&back, ""), (sheet.paper(desk)?, number)))
            })?;
            match written {
                (_, Some((paper, number))) => format.file(cx, &paper, &number),
                (location, None) => Ok(answer::done(cx, &location)),
            }
        });
        made.unwrap_or_else(|error| answer::failed(cx, &error))
    })
    .await
}

/// The frame in which a browser shows a paper has a style of its own; nothing else is let in.
const VIEWER: &str = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'";

/// A file in the answer.
pub(super) fn file(media_type: &'static str, how: &str, name: &str, bytes: Vec<u8>) -> Response {
    let mut answer = (StatusCode::OK, bytes).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(VIEWER));
    match HeaderValue::from_str(&format!("{how}; filename=\"{name}\"")) {
        Ok(value) => drop(headers.insert(header::CONTENT_DISPOSITION, value)),
        Err(_) => return answer::value(StatusCode::INTERNAL_SERVER_ERROR, &message::body_unreadable()),
    }
    answer
}
