----------------------- MODULE SubexpressionsApplied ------------------------
(* Parts of quantifiers and functions by their position.                   *)
EXTENDS Integers, Sequences
Quant == \A q \in {1, 2} : q < 5
Fun == [k \in {1, 2} |-> k * 10]
VARIABLES step, val
Values == <<
  Quant!(5),
  Fun!(3)
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
