---------------------------- MODULE ModelValues -----------------------------
(* A model value equals itself only, and may be compared with everything.  *)
EXTENDS Integers, Sequences, FiniteSets
CONSTANTS A, B, S
VARIABLES step, val
Values == <<
  A = A,
  A = B,
  A = 1,
  "A" = A,
  A # {},
  A \in {1, 2},
  A \in {"x", A},
  1 \in {A, 2},
  <<A, 1>> = <<1, A>>,
  Cardinality({A, B, A}),
  [x \in {A, B} |-> x = A],
  [A |-> 1, B |-> 2].A,
  A \in Nat,
  A \in STRING,
  {A} \subseteq Nat,
  <<A>> \in Seq({A}),
  A \in S,
  \E x \in {A, 1} : x = 1,
  CHOOSE x \in {A, 7} : x # A,
  CHOOSE x \in {A} : TRUE,
  {x \in {A, B, 3} : x # B}
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
