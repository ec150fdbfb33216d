-------------------------- MODULE RefinementHolds ---------------------------
(* A refinement that holds: steps of y are stuttering.                     *)
EXTENDS Integers
VARIABLES x, y
Init == x = 0 /\ y = 0
Up == x < 3 /\ x' = x + 1 /\ y' = y
Follow == y < x /\ y' = x /\ x' = x
Spec == Init /\ [][Up \/ Follow]_<<x, y>>
High == INSTANCE Abstract WITH c <- x
Refines == High!Spec
=============================================================================
