---------------------------- MODULE CaseActions -----------------------------
(* CASE with actions in its arms, OTHER, and tests that overlap.           *)
EXTENDS Integers
VARIABLES x, y
Init == x = 0 /\ y \in {0, 1}
A == CASE x = 0 -> x' = 1 /\ y' = y
       [] x = 1 -> x' = 2 /\ y' = 1 - y
       [] OTHER -> UNCHANGED <<x, y>>
B == /\ x' = CASE y = 0 /\ x < 2 -> x + 1 [] y = 1 -> 0 [] OTHER -> 2
     /\ y' = y
C == /\ CASE x = 2 -> y = 1 [] x < 2 -> FALSE
     /\ x' = 0
     /\ IF y = 1 THEN y' = 0 ELSE y' = 1
Next == A \/ B \/ C
=============================================================================
