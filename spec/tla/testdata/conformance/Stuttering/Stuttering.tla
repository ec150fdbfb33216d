----------------------------- MODULE Stuttering -----------------------------
(* Steps that change nothing are steps.                                    *)
EXTENDS Integers
VARIABLE x
Init == x = 0
Next == (x < 2 /\ x' = x + 1) \/ UNCHANGED x
=============================================================================
