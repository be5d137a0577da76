//! 多機関協働への相談: any agency asks those who coordinate, with a reason, and is answered with advice alone, with a team, or
//! with a conference (OTA-22, ODA-16). A request opens no case: whoever coordinates sees the case behind it only on a ground
//! of its own, and the words of a request name nobody. Somebody always holds the next step.

mod answer;
mod ask;
mod choices;
mod count;
mod list;
mod show;

pub use answer::{AnswerForm, answer, finish, take, withdraw};
pub use ask::{Coordinator, RequestForm, ask, coordinators};
pub use choices::{Answer, ConsentState, Matter, NextMover, Progress};
pub use count::{Count, counts};
pub use list::{RequestLine, count_waiting, received, sent, to_move};
pub use show::{RequestView, show};

/// Label of a request's id.
#[derive(Debug)]
pub enum Coordination {}
