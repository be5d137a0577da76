//! Which counts of a column must not be seen. A small one is masked. Where a total stands below, the sum of what is masked can be
//! found out, so that at least two are masked and together they are not small. What is masked beside a small count is drawn by
//! chance: by its size or its place it would tell, to whoever knows the rule, how small the other is. Zero stays, because it is a
//! count of nobody.

/// What is masked in a column.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Masked {
    /// Places of the masked lines, in order.
    pub(super) lines: Vec<usize>,
    /// Whether the total is masked.
    pub(super) total: bool,
}

/// Whether a count is so small that it could point to somebody.
fn is_small(count: i64, small: i64) -> bool {
    0 < count && count < small
}

/// What to mask in a column of counts, so that none below `small` can be found out. `draw` answers one of so many, by chance.
pub(super) fn column(
    counts: &[i64],
    total: Option<i64>,
    small: i64,
    mut draw: impl FnMut(usize) -> usize,
) -> Masked {
    let mut lines: Vec<usize> = (0..counts.len()).filter(|at| is_small(counts[*at], small)).collect();
    let Some(total) = total else { return Masked { lines, total: false } };
    let mut hidden = is_small(total, small);
    while !lines.is_empty() && !covered(&lines, counts, small) {
        let open: Vec<usize> =
            (0..counts.len()).filter(|at| counts[*at] > 0 && !lines.contains(at)).collect();
        let drawn = if open.is_empty() { None } else { open.get(draw(open.len()) % open.len()).copied() };
        match drawn {
            Some(next) => lines.push(next),
            None => {
                hidden = true;
                break;
            }
        }
    }
    lines.sort_unstable();
    Masked { lines, total: hidden }
}

/// Whether the masked counts cover for each other.
fn covered(lines: &[usize], counts: &[i64], small: i64) -> bool {
    lines.len() > 1 && lines.iter().map(|at| counts[*at]).sum::<i64>() >= small
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn masked(counts: &[i64], total: i64) -> (Vec<usize>, bool) {
        let masked = column(counts, Some(total), 5, |_| 0);
        (masked.lines, masked.total)
    }

    #[test]
    fn a_small_count_takes_another_with_it() {
        assert_eq!(masked(&[12, 3, 8, 0], 23), (vec![0, 1], false));
        assert_eq!(column(&[12, 3, 8, 0], Some(23), 5, |_| 1).lines, [1, 2], "whichever is drawn");
        assert_eq!(masked(&[12, 3, 4], 19), (vec![1, 2], false));
        assert_eq!(masked(&[12, 1, 1], 14), (vec![0, 1, 2], false));
        assert_eq!(masked(&[12, 8, 0], 20), (vec![], false));
        assert_eq!(masked(&[3, 0], 3), (vec![0], true));
        assert_eq!(masked(&[1, 1, 0], 2), (vec![0, 1], true));
        assert_eq!(masked(&[0, 0], 0), (vec![], false));
    }

    #[test]
    fn without_a_total_nothing_can_be_found_out() {
        assert_eq!(column(&[12, 3, 8], None, 5, |_| 0), Masked { lines: vec![1], total: false });
    }

    #[test]
    fn what_stands_in_several_lines_is_masked_as_well() {
        // Ten cases, some of them with two issues.
        assert_eq!(masked(&[9, 2, 6], 10), (vec![0, 1], false));
        assert_eq!(masked(&[4, 4], 4), (vec![0, 1], true));
    }

    /// Whether chance can mask just these of a column; each draw of a column takes one of the open lines, so that two are enough.
    fn can_be(counts: &[i64], small: i64, seen: &Masked) -> bool {
        let total = counts.iter().sum();
        (0..counts.len() * counts.len()).any(|chance| {
            let mut rest = chance;
            let masked = column(counts, Some(total), small, |_| {
                let drawn = rest % counts.len();
                rest /= counts.len();
                drawn
            });
            masked == *seen
        })
    }

    /// For each masked line the values that agree with what is seen, for whoever knows the rule: what could not have been masked so
    /// is not possible.
    fn possible(counts: &[i64], seen: &Masked, small: i64) -> Vec<Vec<i64>> {
        let sum: i64 = seen.lines.iter().map(|at| counts[*at]).sum();
        let mut ways: Vec<Vec<i64>> = vec![Vec::new()];
        for _ in &seen.lines {
            ways = ways
                .into_iter()
                .flat_map(|way| (1..=sum).map(move |n| [way.clone(), vec![n]].concat()))
                .filter(|way| way.iter().sum::<i64>() <= sum)
                .collect();
        }
        ways.retain(|way| way.iter().sum::<i64>() == sum);
        ways.retain(|way| {
            let mut all = counts.to_vec();
            for (at, n) in seen.lines.iter().zip(way) {
                all[*at] = *n;
            }
            can_be(&all, small, seen)
        });
        (0..seen.lines.len())
            .map(|line| {
                let mut values: Vec<i64> = ways.iter().map(|way| way[line]).collect();
                values.sort_unstable();
                values.dedup();
                values
            })
            .collect()
    }

    proptest! {
        #[test]
        fn no_small_count_follows_from_the_total_and_the_rule(
            counts in proptest::collection::vec(0_i64..12, 1..5),
            small in 4_i64..7,
            chance in 0_usize..16,
        ) {
            let total: i64 = counts.iter().sum();
            let mut rest = chance;
            let seen = column(&counts, Some(total), small, |_| {
                let drawn = rest % 4;
                rest /= 4;
                drawn
            });
            for (at, count) in counts.iter().enumerate() {
                prop_assert!(!is_small(*count, small) || seen.lines.contains(&at));
            }
            if seen.total {
                prop_assert!(total < small);
            } else if !seen.lines.is_empty() {
                for (line, values) in possible(&counts, &seen, small).iter().enumerate() {
                    let own = counts[seen.lines[line]];
                    prop_assert!(!is_small(own, small) || values.len() > 1, "{own} of {counts:?} is known");
                }
            }
        }
    }
}
