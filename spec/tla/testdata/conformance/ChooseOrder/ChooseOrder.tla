---------------------------- MODULE ChooseOrder -----------------------------
(* CHOOSE picks the first element in TLC's order: numbers, strings,        *)
(* tuples, records, sets, functions.                                       *)
EXTENDS Integers, Sequences, FiniteSets
VARIABLES step, val
Values == <<
  CHOOSE x \in {3, 1, 2} : TRUE,
  CHOOSE x \in {3, -1, 2} : x < 3,
  CHOOSE x \in 5 .. 9 : x % 2 = 0,
  CHOOSE x \in {"b", "a", "c"} : TRUE,
  CHOOSE x \in {"abc", "b", "ab", "ac"} : x # "ab",
  CHOOSE x \in {<<2, 1>>, <<1, 9>>, <<1, 2>>} : TRUE,
  CHOOSE x \in {<<2>>, <<1, 1>>, <<1, 1, 0>>} : TRUE,
  CHOOSE x \in {<<2>>, <<1, 1>>, <<1, 1, 0>>} : Len(x) > 1,
  CHOOSE x \in {[a |-> 2, b |-> 1], [a |-> 1, b |-> 2]} : TRUE,
  CHOOSE x \in {[b |-> 1, a |-> 2], [b |-> 2, a |-> 1]} : TRUE,
  CHOOSE x \in {{2}, {1, 3}, {1}} : TRUE,
  CHOOSE x \in {{2}, {1, 3}, {1}, {}} : x # {},
  CHOOSE x \in SUBSET {1, 2, 3} : Cardinality(x) = 2,
  CHOOSE x \in SUBSET {1, 2, 3} : 2 \in x,
  CHOOSE x \in {{2, 3}, {1, 9}, {4}} : Cardinality(x) = 2,
  CHOOSE x \in {FALSE, TRUE} : TRUE,
  CHOOSE x \in BOOLEAN : x,
  CHOOSE f \in [{1, 2} -> {5, 6}] : TRUE,
  CHOOSE f \in [{1, 2} -> {5, 6}] : f[1] # f[2],
  CHOOSE f \in [{"x", "y"} -> {5, 6}] : f["x"] = 6,
  CHOOSE r \in [a : {2, 1}, b : {"q", "p"}] : r.b = "q",
  CHOOSE t \in {1, 2} \X {4, 3} : TRUE,
  CHOOSE t \in {1, 2} \X {4, 3} : t[2] = 4,
  CHOOSE <<x, y>> \in {<<2, 1>>, <<1, 2>>} : x > y,
  CHOOSE x \in {y * y : y \in {-3, 1, 2}} : x > 1,
  CHOOSE x \in {y \in 1 .. 9 : y % 4 = 0} : TRUE,
  CHOOSE x \in {9} \cup 4 .. 6 : TRUE,
  CHOOSE x \in UNION {{8, 9}, {7}} : TRUE,
  CHOOSE x \in {{{2}}, {{1}, {2}}} : TRUE,
  CHOOSE x \in {<<{2}, "a">>, <<{1, 2}, "a">>} : TRUE,
  CHOOSE x \in (1 .. 4) \ {1} : TRUE,
  CHOOSE x \in (2 .. 6) \cap {6, 5} : TRUE,
  CHOOSE x \in {[n \in {1, 3} |-> n], [n \in {1, 2} |-> 7 - n]} : TRUE
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
