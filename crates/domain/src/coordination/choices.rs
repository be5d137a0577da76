use crate::choices::choices;

choices! {
    /// What is asked for (ODA-16).
    pub enum Matter {
        RoleSharing = "role_sharing" "役割を分けて支えたい",
        UnclearDestination = "unclear_destination" "どこへつなぐか分からない",
    }
}

choices! {
    /// Where the person's consent stands, as the one who asks tells it (EDO-17).
    pub enum ConsentState {
        Agreed = "agreed" "同意がある",
        NotAsked = "not_asked" "まだ聞いていない",
        Refused = "refused" "同意しないと言われた",
        NotReached = "not_reached" "会えていない",
        Unable = "unable" "判断や意思の確認がむずかしい",
        Unsafe = "unsafe" "聞くと危険が増す",
    }
}

choices! {
    /// Where a request stands.
    pub enum Progress {
        Waiting = "waiting" "返事待ち",
        Taken = "taken" "引き受けた",
        Answered = "answered" "返事ずみ",
        Ended = "ended" "終わった",
        Withdrawn = "withdrawn" "取り下げ",
    }
}

choices! {
    /// How it is answered; each is counted apart (OTA-22).
    pub enum Answer {
        Advice = "advice" "助言だけ",
        Team = "team" "会議を開かずにチームをつくる",
        Conference = "conference" "会議にかける",
    }
}

choices! {
    /// Who moves next after an answer: never nobody.
    pub enum NextMover {
        Asker = "asker" "相談した機関",
        Answerer = "answerer" "返事をする機関",
    }
}
