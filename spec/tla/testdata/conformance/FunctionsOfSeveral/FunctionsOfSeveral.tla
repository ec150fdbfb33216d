------------------------- MODULE FunctionsOfSeveral -------------------------
(* Functions of several arguments are functions of tuples.                 *)
EXTENDS Integers, Sequences
F[x \in {1, 2}, y \in {1, 2}] == 10 * x + y
H[x \in 0 .. 2, y \in 0 .. 2] == IF x = 0 THEN y ELSE H[x - 1, y] + 1
VARIABLES step, val
Values == <<
  [x \in {1, 2}, y \in {3} |-> x + y],
  [x, y \in {1, 2} |-> x * y],
  [x \in {1}, y, z \in {2} |-> <<x, y, z>>],
  [<<x, y>> \in {1, 2} \X {3} |-> x - y],
  [<<x, y>> \in {1} \X {2}, z \in {3} |-> x + y + z],
  F[1, 2],
  F[<<2, 1>>],
  DOMAIN F,
  [x \in {1} |-> [y \in {2} |-> x + y]][1][2],
  H[2, 1],
  [x \in {<<1, 2>>} |-> x[2]][1, 2],
  [F EXCEPT ![1, 1] = @ - 1][1, 1]
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
