//! 住所・連絡先 in free text: told by how they look, whosoever they are. A refusal of protected ones alone would tell that they are right.

use unicode_normalization::UnicodeNormalization as _;

/// Whether a text holds what looks like an address, a telephone number or an e-mail address.
pub fn holds_contact(text: &str) -> bool {
    let mut plain = String::with_capacity(text.len());
    for c in text.nfkc() {
        let between = c == 'ー' && plain.ends_with(|before: char| before.is_ascii_digit());
        plain.push(if between || is_dash(c) { '-' } else { c });
    }
    plain.contains('〒') || is_mail(&plain) || numbered_place(&plain) || runs(&plain).any(is_number)
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '—' | '―' | '−')
}

fn is_mail(text: &str) -> bool {
    text.split('@').skip(1).any(|after| {
        let host: String =
            after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '.' || *c == '-').collect();
        host.trim_matches('.').contains('.')
    })
}

/// 3丁目, 12番地, 4番5号, 201号室, 星野町3-4.
fn numbered_place(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let digit = |c: &char| c.is_ascii_digit();
    let counted = |c: &char| digit(c) || "一二三四五六七八九十".contains(*c);
    (0..chars.len()).any(|at| {
        let before = at > 0 && digit(&chars[at - 1]);
        let rest = &chars[at..];
        let unit = |word: &str| before && rest.iter().take(word.chars().count()).copied().eq(word.chars());
        let house = unit("番") && {
            let rest: Vec<char> =
                rest[1..].iter().skip_while(|c| **c == '-' || c.is_whitespace()).copied().collect();
            let number = rest.iter().take_while(|c| digit(c)).count();
            number > 0 && rest.get(number) == Some(&'号')
        };
        let street = matches!(chars[at], '町' | '丁' | '通' | '条' | '字') && {
            let rest: String = rest[1..].iter().take_while(|c| c.is_ascii_digit() || **c == '-').collect();
            rest.split('-').filter(|part| !part.is_empty()).count() >= 2
        };
        let block = at > 0 && counted(&chars[at - 1]) && rest.iter().take(2).copied().eq("丁目".chars());
        block || unit("番地") || unit("号室") || house || street
    })
}

/// Digits with dashes between them.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit() && c != '-')
        .map(|run| run.trim_matches('-'))
        .filter(|run| !run.is_empty())
}

/// A telephone number, a postal code, or the numbers of a house: 3-4-5. A day is none of them.
fn is_number(run: &str) -> bool {
    let parts: Vec<&str> = run.split('-').collect();
    let digits: usize = parts.iter().map(|part| part.len()).sum();
    let phone = run.starts_with('0') && (digits == 10 || digits == 11);
    let postal = matches!(parts[..], [a, b] if a.len() == 3 && b.len() == 4);
    let day =
        matches!(parts[..], [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2);
    phone || postal || (parts.len() >= 3 && !day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_an_address_or_a_number_is_found() {
        for text in [
            "いまは星野町３丁目にいる",
            "金糸雀町7番7号",
            "見本一丁目",
            "12番地の家",
            "コーポ見本201号室",
            "星野町3-4",
            "星野3ー4ー5",
            "見本3−4−5",
            "〒000-0000",
            "郵便は 000-1234 へ",
            "電話は０００−７７００−００００１",
            "09000000000にかける",
            "mihon@mihon.example",
        ] {
            assert!(holds_contact(text), "{text}");
        }
    }

    #[test]
    fn what_is_said_of_a_life_is_none() {
        for text in [
            "滞納は3か月、80,000円。2026-03-30に電話で話した。R8.4.1から分割",
            "週2-3回、1番の心配は家賃。3番目に仕事",
            "答えられない(守秘のため)。町内会とは話している",
            "90-100点、2026/4/1、10:30-11:00",
            "一番地味な暮らし、スーパー5",
            "第2号被保険者、要介護2、201号線ぞい",
        ] {
            assert!(!holds_contact(text), "{text}");
        }
    }
}
