------------------------------ MODULE Records -------------------------------
(* Records: fields, order of fields, nesting, sets of records.             *)
EXTENDS Integers, Sequences, FiniteSets
VARIABLES step, val
Values == <<
  [b |-> 1, a |-> 2],
  [a |-> 1].a,
  [a |-> [b |-> [c |-> 3]]].a.b.c,
  DOMAIN [x |-> 1, y |-> 2],
  [a |-> 1] = [a |-> 1],
  [a |-> 1, b |-> 2] = [b |-> 2, a |-> 1],
  [a |-> 1] # [a |-> 2],
  [a : {1, 2}, b : {3}],
  [a |-> 1, b |-> 3] \in [b : {3}, a : {1}],
  [a |-> 1, c |-> 3] \in [a : {1}, b : {3}],
  {r.a : r \in [a : {1, 2}, b : {3}]},
  {r \in [a : {1, 2}, b : {1, 2}] : r.a < r.b},
  [[a |-> 1] EXCEPT !.a = [b |-> @]],
  [r \in [a : {1, 2}] |-> r.a],
  Cardinality([a : BOOLEAN, b : BOOLEAN]),
  LET r == [n |-> 1] IN [r EXCEPT !.n = r.n + @],
  [a |-> <<1, 2>>].a[2],
  <<[k |-> "v"]>>[1].k
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
