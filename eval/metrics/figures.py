"""The figures of a report: every metric, its definition, and where the definition is from."""

from __future__ import annotations

from eval.metrics.estimate import Judgement, Metric, Pair

ALL_EXACT, ALL_F1 = "all_exact", "all_f1"  # told where some questions may have no answer

# Name as in `eval.metrics.ranking`, and what it says.
RANKED = (
    ("Hit@1", "the first passage holds a gold quote (trec_eval's Success@1)"),
    ("Hit@5", "one of the first five does (Success@5)"),
    ("recall@5", "the share of the passages with a gold quote that are among the first five"),
    ("recall@10", "the share that are among the first ten"),
    ("MRR@10", "one over the rank of the first passage with a gold quote, 0 beyond ten (Voorhees "
     "1999, TREC-8)"),
    ("nDCG@10", "with gain 1 and discount log2(rank + 1) (Järvelin and Kekäläinen 2002, "
     "doi:10.1145/582415.582418)"),
)  # fmt: skip


def _ranked(name: str, meaning: str) -> Metric:
    def pair(judgement: Judgement) -> Pair | None:
        return None if judgement.ranking is None else (judgement.ranking[name], 1)

    return Metric(
        name, name, "questions", pair,
        f"Of the questions with gold evidence, over the passages that were read, in the order that "
        f"their sentences gave them: {meaning}. By ir_measures (MacAvaney and others 2022, "
        "doi:10.1007/978-3-030-99739-7_38). Where a set names articles and no quotes, articles "
        "are ranked, each at its best passage; grades, where it has some, are the gains of nDCG.",
    )  # fmt: skip


METRICS: tuple[Metric, ...] = (
    Metric("correct_and_cited", "Correct and cited", "questions", lambda j: j.correct_and_cited,
           "Of the questions that the articles answer: the answer is right and the evidence is "
           "cited."),
    Metric("answer_accuracy", "Answer accuracy", "questions", lambda j: j.answer,
           "Of the questions that the articles answer: an accepted answer stands in the text of "
           "the answer as whole words, normalised as in SQuAD; of an answer of several parts, "
           "each part; and none of the wrong answers that a set lists. A refusal is wrong."),
    Metric("clean", "No wrong answer", "answers", lambda j: j.clean,
           "Of the answers to questions for which the set lists wrong answers: none stands in the "
           "text."),
    Metric("reference_f1", "F1 with the reference", "questions", lambda j: j.reference_f1,
           "Of the questions that the set answers in free words: SQuAD's token F1 of these and the "
           "text of the answer. A refusal counts 0."),
    Metric("evidence_cited", "Evidence cited", "questions", lambda j: j.cited,
           "Of the questions that the articles answer: from each group of gold quotes at least "
           "one shares half of the shorter span with a citation."),
    Metric("evidence_cited_any", "Any evidence cited", "questions", lambda j: j.cited_any,
           "As evidence cited, but one group is enough."),
    Metric("citation_precision", "Citation precision", "citations", lambda j: j.citations,
           "Of the citations in answers to questions that the articles answer: the citation "
           "shares half of the shorter span with a gold quote of its question. Gold quotes are "
           "not exhaustive, so this is a lower bound."),
    Metric("evidence_retrieved", "Evidence retrieved", "questions", lambda j: j.retrieved,
           "Of the questions that the articles answer: the passages given to the reader hold a "
           "gold quote of each group. Retrieval alone, apart from the answer."),
    Metric("article_cited", "Article cited", "questions", lambda j: j.article_cited,
           "Of the questions with a gold article and no gold quote: a citation is from one."),
    Metric("answer_quoted", "Answer in a quote", "questions", lambda j: j.answer_quoted,
           "Of the questions without a gold quote: an accepted answer stands in a cited sentence."),
    Metric("answer_read", "Answer in a passage", "questions", lambda j: j.answer_read,
           "Of the same: an accepted answer stands in a passage given to the reader."),
    Metric("open_answer", "Right, of unknown", "questions", lambda j: j.open_answer,
           "Of the questions of which nobody knows whether the articles answer them: an accepted "
           "answer stands in the text. A refusal counts 0 here and is no failure."),
    Metric(ALL_EXACT, "Exact match, of all", "questions", lambda j: j.all_exact,
           "Of all questions with gold short answers, those included of which nobody knows whether "
           "the articles answer them: the short answer equals one. A refusal counts 0. So "
           "RealTimeQA scores open generation (Kasai and others 2023, arXiv:2207.13332)."),
    Metric(ALL_F1, "F1, of all", "questions", lambda j: j.all_f1,
           "The same by SQuAD's token F1."),
    Metric("verbatim", "Verbatim quotes", "citations", lambda j: j.verbatim,
           "Of all citations, those of refusals' related passages included: the article's text "
           "at the offsets is the quote, checked against the catalog."),
    Metric("refusal_recall", "Refusal recall", "questions", lambda j: j.refusal_made,
           "Of the questions that the articles do not answer: the answer says so."),
    Metric("refusal_precision", "Refusal precision", "refusals", lambda j: j.refusal_right,
           "Of the refusals: the articles really don't answer the question."),
    Metric("false_refusal_rate", "False refusals", "questions", lambda j: j.false_refusal,
           "Of the questions that the articles answer: refused. Less is better."),
    Metric("about_corpus", "About the corpus", "questions", lambda j: j.about_corpus,
           "Of greetings and questions about the corpus itself: recognised as such, with an "
           "accepted answer where the set gives one."),
    Metric("short_exact", "Short answer, exact", "questions", lambda j: j.short_exact,
           "Of the questions with gold short answers: the short answer equals one, normalised "
           "as in SQuAD; no short answer counts 0. In SQuAD 2.0 refusing what its paragraph does "
           "not answer counts 1, and answering it 0."),
    Metric("short_f1", "Short answer, F1", "questions", lambda j: j.short_f1,
           "Of the same: the mean of SQuAD's token F1, best over the gold answers; none counts 0."),
    Metric("short_given", "Short answer given", "questions", lambda j: j.short_given,
           "Of the same: a short answer was given at all."),
    Metric("statements", "Statements an answer", "answers", lambda j: j.statements,
           "Mean number of statements in an answer: how much a reader must read.", share=False),
    Metric("alce_recall", "Citation recall, ALCE", "answers", lambda j: j.alce_recall,
           "Of the answers that a language model wrote: the mean share of their statements that "
           "their quotes, read together, carry by our support check (Gao and others 2023, "
           "arXiv:2305.14627)."),
    Metric("alce_precision", "Citation precision, ALCE", "answers", lambda j: j.alce_precision,
           "Of the same: the mean share of their citations that do their part in that."),
    Metric("tokens_read", "Tokens read", "questions", lambda j: j.tokens_read,
           "Mean number of tokens of the prompts of a language model for a question, counted as "
           "LlamaIndex counts them (tiktoken's cl100k_base), whatever the model's own are.",
           share=False),
    Metric("tokens_written", "Tokens written", "questions", lambda j: j.tokens_written,
           "Mean number of tokens that the model wrote for a question, counted alike.",
           share=False),
    *(_ranked(*measure) for measure in RANKED),
)  # fmt: skip
