------------------------------ MODULE Counter -------------------------------
(* A counter.                                                              *)
EXTENDS Integers
VARIABLE c
Init == c = 0
Inc == c < 2 /\ c' = c + 1
Same == UNCHANGED c
Reset == c' = 0
Small == c <= 4
=============================================================================
