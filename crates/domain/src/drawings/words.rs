use super::kin::{Bond, Figure, Kin, Outline, Tie};
use crate::Choice;
use crate::people::RelationKind;

/// 「文字で見る」: the same facts as a list, for whoever does not see the drawing, and for what has no line in it.
pub fn words(kin: &Kin, ties: &[Tie]) -> Vec<String> {
    let mut out: Vec<String> = kin.figures.iter().map(figure).collect();
    let name = |one: usize| kin.figures[one].name.as_str();
    for (a, b, bond) in &kin.couples {
        let word = match bond {
            Bond::Married => "夫婦",
            Bond::Partners => "事実婚",
            Bond::Divorced => "離婚",
        };
        out.push(format!("{}さんと{}さん: {word}", name(*a), name(*b)));
    }
    for (child, parents) in kin.parents.iter().enumerate().filter(|(_, parents)| !parents.is_empty()) {
        let parents: Vec<String> = parents.iter().map(|parent| format!("{}さん", name(*parent))).collect();
        out.push(format!("{}さん: {}の子", name(child), parents.join("と")));
    }
    for (a, b) in &kin.siblings {
        out.push(format!("{}さんと{}さん: 兄弟姉妹", name(*a), name(*b)));
    }
    out.extend(
        ties.iter()
            .filter(|tie| beside(tie.kind))
            .chain(&kin.untold)
            .map(|tie| format!("{}さん: {}さんの{}", name(tie.other), name(tie.of), tie.kind.label())),
    );
    out
}

/// Whether a relation has no line of its own.
fn beside(kind: RelationKind) -> bool {
    !matches!(
        kind,
        RelationKind::Spouse
            | RelationKind::Partner
            | RelationKind::FormerSpouse
            | RelationKind::Parent
            | RelationKind::Child
            | RelationKind::Sibling
    )
}

fn figure(figure: &Figure) -> String {
    let sex = match figure.outline {
        Outline::Square => "男性",
        Outline::Circle => "女性",
        Outline::Diamond => "",
    };
    let marks = [(figure.centre, "本人"), (figure.key_person, "キーパーソン"), (figure.together, "同居")];
    let mut parts = vec![format!("{}さん", figure.name)];
    parts.extend(
        [sex, figure.age.as_str()].iter().filter(|part| !part.is_empty()).map(|part| (*part).to_owned()),
    );
    parts.extend(marks.iter().filter(|mark| mark.0).map(|mark| mark.1.to_owned()));
    parts.join(" ")
}
