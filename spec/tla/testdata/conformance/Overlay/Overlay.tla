------------------------------ MODULE Overlay -------------------------------
(* The left function wins in @@; functions, records and sequences.         *)
EXTENDS Integers, Sequences, TLC
VARIABLES step, val
Values == <<
  (1 :> "l") @@ (1 :> "r"),
  <<1, 2>> @@ <<7, 8, 9>>,
  [a |-> 1] @@ [a |-> 2, b |-> 3],
  [a |-> 1, b |-> 2] @@ [b |-> 9],
  <<>> @@ (1 :> 2),
  (1 :> 2) @@ <<>>,
  [x \in {3} |-> 0] @@ [x \in {1, 2} |-> x],
  DOMAIN ((5 :> 1) @@ (4 :> 1)),
  (0 :> 1) @@ <<2>>,
  (1 :> 1 @@ 2 :> 2)[2],
  [[x \in 1 .. 2 |-> x] @@ [x \in 2 .. 3 |-> 10 * x] EXCEPT ![3] = @ + 1]
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
