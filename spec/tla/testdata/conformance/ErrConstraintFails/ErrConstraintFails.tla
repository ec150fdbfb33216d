------------------------- MODULE ErrConstraintFails -------------------------
(* A constraint that cannot be evaluated.                                  *)
EXTENDS Integers, Sequences
VARIABLES s
Init == s = <<1>>
Next == s # <<>> /\ s' = Tail(s)
Few ==
  Head(s) > 0 \* refused: Head
=============================================================================
