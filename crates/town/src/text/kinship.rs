use crate::household::{HouseholdSketch, PersonSketch, Relation, Sex};

/// How a record speaks of a member: 本人, or 長男の隆さん.
pub(crate) fn refer(household: &HouseholdSketch, subject: usize, member: usize) -> String {
    if member == subject {
        return "本人".to_owned();
    }
    let (Some(me), Some(other)) = (household.members.get(subject), household.members.get(member)) else {
        return "家族".to_owned();
    };
    format!("{}の{}さん", word(household, me, other), other.name.given)
}

/// What `other` is to `me`.
fn word(household: &HouseholdSketch, me: &PersonSketch, other: &PersonSketch) -> &'static str {
    let male = other.sex == Sex::Male;
    let by_sex = |m, f| if male { m } else { f };
    if is_couple(me.relation, other.relation) {
        return by_sex("夫", "妻");
    }
    if me.relation == Relation::NonRelative || other.relation == Relation::NonRelative {
        return "同居";
    }
    match generation(other.relation) - generation(me.relation) {
        2.. => by_sex("祖父", "祖母"),
        1 => by_sex("父", "母"),
        0 if other.age > me.age => by_sex("兄", "姉"),
        0 => by_sex("弟", "妹"),
        -1 if other.relation == Relation::ChildSpouse => by_sex("娘の夫", "息子の妻"),
        -1 => child(household, other),
        _ => "孫",
    }
}

fn is_couple(a: Relation, b: Relation) -> bool {
    use Relation::{Child, ChildSpouse, Head, Spouse};
    matches!((a, b), (Head, Spouse) | (Spouse, Head) | (Child, ChildSpouse) | (ChildSpouse, Child))
}

fn generation(relation: Relation) -> i32 {
    match relation {
        Relation::Parent | Relation::SpouseParent => 1,
        Relation::Child | Relation::ChildSpouse => -1,
        Relation::Grandchild => -2,
        _ => 0,
    }
}

/// 長男, 二男 … among those of the same relation and sex.
fn child(household: &HouseholdSketch, child: &PersonSketch) -> &'static str {
    let like = |p: &&PersonSketch| p.relation == child.relation && p.sex == child.sex && p.age > child.age;
    let older = household.members.iter().filter(like).count();
    match (child.sex, older) {
        (Sex::Male, 0) => "長男",
        (Sex::Male, 1) => "二男",
        (Sex::Male, _) => "三男",
        (Sex::Female, 0) => "長女",
        (Sex::Female, 1) => "二女",
        (Sex::Female, _) => "三女",
    }
}
