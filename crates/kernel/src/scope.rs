use crate::{Id, Instant};

/// The eight ready roles. A role chooses pages; what a person may see follows from relations, never from a role
/// alone (`UX` §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 窓口担当: any agency or department counter.
    CounterWorker,
    /// 多機関協働担当: coordinates agencies and runs conferences.
    Coordinator,
    /// 訪問・地域担当: outreach and community workers.
    OutreachWorker,
    /// 参加支援・資源担当.
    ParticipationWorker,
    /// 会議構成員: invited members of conferences.
    ConferenceMember,
    /// 管理職・計画担当: counts and approvals, no cases.
    Manager,
    /// 個人情報・監査担当: reads the log, no case content.
    PrivacyOfficer,
    /// システム管理者: runs the system, reads no case.
    SystemAdministrator,
}

impl Role {
    /// Every role, in the order of the profile.
    pub const ALL: [Role; 8] = [
        Role::CounterWorker,
        Role::Coordinator,
        Role::OutreachWorker,
        Role::ParticipationWorker,
        Role::ConferenceMember,
        Role::Manager,
        Role::PrivacyOfficer,
        Role::SystemAdministrator,
    ];

    /// The key of profiles, columns and JSON.
    pub fn key(self) -> &'static str {
        match self {
            Role::CounterWorker => "counter_worker",
            Role::Coordinator => "coordinator",
            Role::OutreachWorker => "outreach_worker",
            Role::ParticipationWorker => "participation_worker",
            Role::ConferenceMember => "conference_member",
            Role::Manager => "manager",
            Role::PrivacyOfficer => "privacy_officer",
            Role::SystemAdministrator => "system_administrator",
        }
    }

    /// The role of a key.
    pub fn from_key(key: &str) -> Option<Role> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// The default label on screen; a profile may replace it.
    pub fn label(self) -> &'static str {
        match self {
            Role::CounterWorker => "窓口担当",
            Role::Coordinator => "多機関協働担当",
            Role::OutreachWorker => "訪問・地域担当",
            Role::ParticipationWorker => "参加支援・資源担当",
            Role::ConferenceMember => "会議構成員",
            Role::Manager => "管理職・計画担当",
            Role::PrivacyOfficer => "個人情報・監査担当",
            Role::SystemAdministrator => "システム管理者",
        }
    }

    /// Whether the role does casework at all. Managers, privacy officers and administrators never open a case,
    /// whatever relation a row may hold; conference members see only what a later chapter opens to them.
    pub fn does_casework(self) -> bool {
        matches!(
            self,
            Role::CounterWorker | Role::Coordinator | Role::OutreachWorker | Role::ParticipationWorker
        )
    }
}

/// Label of [`Scope::staff`]; the row lives in `staff`.
pub enum Staff {}
/// Label of [`Scope::agency`]; the row lives in `agencies`.
pub enum Agency {}

/// Who asks, standing where (いまの立場), by which request.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The named account.
    pub staff: Id<Staff>,
    /// The organisation for which the person acts now.
    pub agency: Id<Agency>,
    /// The role held there.
    pub role: Role,
    /// Whether the current operating rules were accepted (OTA-16): without that no record opens.
    pub accepted_rules: bool,
    /// That nothing bars this person from anything, neither ties nor adversities, as was found in the transaction of the
    /// request. Where it is false, each question asks for itself.
    pub unbarred: bool,
    /// The moment of the request: one value for all its rules.
    pub now: Instant,
    /// Short reference that stands in the log and on error pages.
    pub request: String,
}
