------------------------------ MODULE ErrGuard ------------------------------
(* A guard that cannot be evaluated.                                       *)
EXTENDS Integers, Sequences
VARIABLES s
Init == s = <<1, 2>>
Next == /\ Head(s) > 0 \* refused: Head
        /\ s' = Tail(s)
=============================================================================
