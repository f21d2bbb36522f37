import * as adjudicate from "./words/adjudicate";
import * as kinds from "./words/kinds";
import * as marks from "./words/marks";
import * as pages from "./words/pages";
import * as work from "./words/work";

const EN = { ...work.EN, ...kinds.EN, ...marks.EN, ...pages.EN, ...adjudicate.EN };

/** Every sentence of the islands. */
export type Word = keyof typeof EN;

const KO: Readonly<Record<Word, string>> = {
  ...work.KO,
  ...kinds.KO,
  ...marks.KO,
  ...pages.KO,
  ...adjudicate.KO,
};

export type Language = "en" | "ko";
export type Values = Readonly<Record<string, string | number>>;

export const WORDS: Readonly<Record<Language, Readonly<Record<Word, string>>>> = { en: EN, ko: KO };

/** Return the sentence in this language with its `{names}` filled in. */
export function wordIn(language: Language, word: Word, values: Values = {}): string {
  return WORDS[language][word].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** Return the language of the page: Korean where `<html lang>` says so, English otherwise. */
export function pageLanguage(): Language {
  return document.documentElement.lang.startsWith("ko") ? "ko" : "en";
}

/** Return the sentence in the language of the page. */
export function say(word: Word, values: Values = {}): string {
  return wordIn(pageLanguage(), word, values);
}
