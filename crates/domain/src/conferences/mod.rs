//! 支援会議 (社会福祉法 106条の6), the smallest that carries the law: one item on one case, convened with its reason and
//! decided by another person, named members who each acknowledge their duty of secrecy, papers frozen at one moment, and
//! a window of time. It opens its papers, never the case.

mod decide;
mod item;
mod member;
mod packet;
mod request;

pub use decide::{DecisionForm, approve, send_back, waiting};
pub use item::{ConferenceItem, ItemView, MemberLine, Status, mine, of_agency, show};
pub use member::{AcknowledgeForm, InviteForm, acknowledge, decline, invite, remove};
pub use packet::{FreezeForm, Packet, PacketPerson, PacketRecord, PacketView, close, freeze, papers};
pub use request::{RequestForm, request};

/// Days after the meeting in which members may still read.
pub const OPEN_DAYS: i32 = 14;
