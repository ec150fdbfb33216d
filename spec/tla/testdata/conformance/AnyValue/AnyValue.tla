------------------------------ MODULE AnyValue ------------------------------
(* Any of the module TLC.                                                  *)
EXTENDS Integers, Sequences, TLC
VARIABLES step, val
Values == <<
  5 \in Any,
  "x" \in Any,
  {<<1>>} \in Any
>>
Init == step = 0 /\ val = 0
Next == step < Len(Values) /\ step' = step + 1 /\ val' = Values[step + 1]
=============================================================================
