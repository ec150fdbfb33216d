------------------------------ MODULE Abstract ------------------------------
(* A counter that only grows.                                              *)
EXTENDS Integers
VARIABLE c
Init == c = 0
Step == c' = c + 1
Spec == Init /\ [][Step]_c
=============================================================================
