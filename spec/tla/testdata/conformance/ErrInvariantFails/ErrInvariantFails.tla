------------------------- MODULE ErrInvariantFails --------------------------
(* An invariant that cannot be evaluated in the second state.              *)
EXTENDS Integers, Sequences
VARIABLES s
Init == s = <<1>>
Next == s # <<>> /\ s' = Tail(s)
Inv ==
  Head(s) > 0 \* refused: Head
=============================================================================
