/** The longest expression, in UTF-16 units; the same as the settings schema of the nodes allows. */
export const MAX_TEXT = 20_000
/** The deepest tree of an expression. */
export const MAX_TREE_DEPTH = 250
/** Steps of one evaluation on closures (a step is an item looked at or a call made): some 0.25 s, in which nobody else on the process is served. */
export const MAX_FAST_STEPS = 1_500_000
/** Steps of one evaluation by the library (a step is a node evaluated): some 1.5 s. */
export const MAX_LIBRARY_STEPS = 1_000_000
/** After so many steps (some 5 ms) an evaluation by the library lets others go first. */
export const LIBRARY_SLICE = 2_000
/** Nested evaluations in the library; a runaway recursion ends here, tail calls are not counted. */
export const MAX_LIBRARY_DEPTH = 1_000
/** Wall clock for the library in ms: a last guard; the step limit comes first even on a busy machine, because it is deterministic. */
export const MAX_LIBRARY_MS = 10_000
/** Items of one list made by an expression. */
export const MAX_LIST = 1_000_000
/** UTF-16 units of one text made by an expression. */
export const MAX_TEXT_RESULT = 16_000_000
/** Values of a result (or of an intermediate value) when it is written out as a tree. */
export const MAX_VALUES = 3_000_000
