//! Which counts of a column must not be seen. A small one is masked. Where a total stands below, the sum of what is masked can be
//! found out, so that at least two are masked and together they are not small. What is masked beside a small count is chosen by its
//! place and not by its size: the smallest one would tell, to whoever knows that, how small the other is. Zero stays, because it is
//! a count of nobody.

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

/// What to mask in a column of counts, so that none below `small` can be found out.
pub(super) fn column(counts: &[i64], total: Option<i64>, small: i64) -> Masked {
    let mut lines: Vec<usize> = (0..counts.len()).filter(|at| is_small(counts[*at], small)).collect();
    let Some(total) = total else { return Masked { lines, total: false } };
    let mut hidden = is_small(total, small);
    while !lines.is_empty() && !covered(&lines, counts, small) {
        let mut below = (1..counts.len()).map(|step| (lines[0] + step) % counts.len());
        match below.find(|at| counts[*at] > 0 && !lines.contains(at)) {
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
        let masked = column(counts, Some(total), 5);
        (masked.lines, masked.total)
    }

    #[test]
    fn a_small_count_takes_another_with_it() {
        assert_eq!(masked(&[12, 3, 8, 0], 23), (vec![1, 2], false));
        assert_eq!(masked(&[12, 3, 4], 19), (vec![1, 2], false));
        assert_eq!(masked(&[12, 1, 1], 14), (vec![0, 1, 2], false));
        assert_eq!(masked(&[12, 8, 0], 20), (vec![], false));
        assert_eq!(masked(&[3, 0], 3), (vec![0], true));
        assert_eq!(masked(&[1, 1, 0], 2), (vec![0, 1], true));
        assert_eq!(masked(&[0, 0], 0), (vec![], false));
    }

    #[test]
    fn without_a_total_nothing_can_be_found_out() {
        assert_eq!(column(&[12, 3, 8], None, 5), Masked { lines: vec![1], total: false });
    }

    #[test]
    fn what_stands_in_several_lines_is_masked_as_well() {
        // Two cases with one issue each, one of them with both.
        assert_eq!(masked(&[9, 2, 6], 10), (vec![1, 2], false));
        assert_eq!(masked(&[4, 4], 4), (vec![0, 1], true));
    }

    /// Every way to fill the masked lines that agrees with what is seen, for each of them the values that it may have.
    fn possible(counts: &[i64], masked: &Masked, small: i64) -> Vec<Vec<i64>> {
        let sum: i64 = masked.lines.iter().map(|at| counts[*at]).sum();
        let mut ways: Vec<Vec<i64>> = vec![Vec::new()];
        for _ in &masked.lines {
            ways = ways
                .into_iter()
                .flat_map(|way| (1..=sum).map(move |n| [way.clone(), vec![n]].concat()))
                .filter(|way| way.iter().sum::<i64>() <= sum)
                .collect();
        }
        // Whoever looks knows the rule: what would not have been masked so is not possible.
        ways.retain(|way| way.iter().sum::<i64>() == sum);
        ways.retain(|way| {
            let mut all = counts.to_vec();
            for (at, n) in masked.lines.iter().zip(way) {
                all[*at] = *n;
            }
            column(&all, Some(all.iter().sum()), small) == *masked
        });
        (0..masked.lines.len())
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
            counts in proptest::collection::vec(0_i64..16, 1..5),
            small in 4_i64..7,
        ) {
            let total: i64 = counts.iter().sum();
            let masked = column(&counts, Some(total), small);
            for (at, count) in counts.iter().enumerate() {
                prop_assert!(!is_small(*count, small) || masked.lines.contains(&at));
            }
            if masked.total {
                prop_assert!(total < small);
            } else if !masked.lines.is_empty() {
                for (line, values) in possible(&counts, &masked, small).iter().enumerate() {
                    let own = counts[masked.lines[line]];
                    prop_assert!(!is_small(own, small) || values.len() > 1, "{own} of {counts:?} is known");
                }
            }
        }
    }
}
