use crate::municipality::record::{choice, record};

choice! {
    /// How an added item is answered.
    FormItemKind {
        /// In words.
        Text = "text" "文",
        /// One of a list.
        Choice = "choice" "1つ選ぶ",
        /// Some of a list.
        Choices = "choices" "いくつでも選ぶ",
        /// A whole number, not below zero.
        Number = "number" "数",
    }
}

choice! {
    /// Of whom an added item tells.
    FormItemAbout {
        /// The person whom the sheet is about.
        Person = "person" "本人",
        /// The household.
        Household = "household" "世帯",
    }
}

record! {
    /// A choice of an added item.
    FormOption {
        /// Stable key, without spaces.
        key: String,
        /// On the page.
        label: String,
    }
}

record! {
    /// An item that the municipality asks for besides those of the product. None of those is taken away.
    FormItem {
        /// Key of the form: `assessment`.
        form: String,
        /// Key of the sheet to which it is added.
        sheet: String,
        /// Stable key, unique in the form.
        key: String,
        /// On the page.
        label: String,
        /// How it is answered.
        kind: FormItemKind,
        /// Key of the kind of information that an answer is.
        kinds: String,
        /// Of whom it tells.
        about: FormItemAbout,
        /// Choices of a closed list.
        options: Vec<FormOption>,
    }
}
