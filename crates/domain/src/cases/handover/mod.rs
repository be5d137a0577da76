//! つなぎ: a closed loop. Sent with the issue and the ground, accepted or declined with a reason, ended with a
//! result; to an agency of the system, or to somebody outside on paper or by telephone, recorded as equal.

mod answer;
mod choices;
mod list;
mod packet;
mod send;
mod show;

pub use answer::{Acceptance, accept, cancel, decline, finish, hold, outside_answer};
pub use choices::{DeclineReason, Ground, Outside, Progress, Way};
pub use list::{HandoverLine, Side, count_waiting, in_hand, list, of_case, results, waiting};
pub(crate) use packet::name_in;
pub use packet::{Packet, PacketPerson, PacketRecord};
pub use send::{HandoverForm, preview, send};
pub use show::{HandoverView, show};

/// Label of a handover's id.
#[derive(Debug)]
pub enum Handover {}
