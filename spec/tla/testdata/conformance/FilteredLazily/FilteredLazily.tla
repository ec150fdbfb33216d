--------------------------- MODULE FilteredLazily ---------------------------
(* Subsets of SUBSET S, [S -> T] and the like are asked for membership and *)
(* not written out: an element that cannot be tested, or a million of      *)
(* them, do no harm.                                                       *)
EXTENDS Integers, Sequences, FiniteSets
VARIABLES step, val
Partial == {s \in SUBSET {1, 2} : Cardinality(s) < 2 \/ 1 = "a"}
Large(n) == {d \in SUBSET SUBSET (1 .. n) : UNION d = 1 .. n}
Onto(s) == {f \in [s -> s] : \A y \in s : \E x \in s : f[x] = y}
Records == {r \in [a : 1 .. 1000, b : 1 .. 1000, c : 1 .. 1000] : r.a < r.b}
Pairs == {<<p, q>> \in (1 .. 3000) \X (1 .. 3000) : p + q = 7}
Nested == {f \in Onto(1 .. 3) : f[1] = 2}
Values == <<
  {1} \in Partial,
  {{1, 2}, {3, 4, 5}} \in Large(5),
  {{1, 2}, {3, 4}} \in Large(5),
  {{1, 6}} \in Large(5),
  <<2, 1, 3, 4, 5, 6, 7, 9, 8>> \in Onto(1 .. 9),
  <<2, 2, 3, 4, 5, 6, 7, 9, 8>> \in Onto(1 .. 9),
  [a |-> 1, b |-> 2, c |-> 999] \in Records,
  [a |-> 2, b |-> 2, c |-> 999] \in Records,
  <<3, 4>> \in Pairs,
  <<4, 4>> \in Pairs,
  Nested,
  <<2, 3, 1>> \in Nested,
  Cardinality(Onto(1 .. 4)),
  {1} \in (Partial \cap SUBSET {1, 2, 3}),
  {1} \in (Partial \cup SUBSET {4}),
  {3} \in (SUBSET {1, 3} \ Partial),
  Partial \cap {{1}, {2}, {3}},
  {{1}, {2}, {3}} \cap Partial,
  {{1}, {4}} \ Partial,
  \E s \in {t \in SUBSET {1, 2} : Cardinality(t) = 1} : 2 \in s
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
