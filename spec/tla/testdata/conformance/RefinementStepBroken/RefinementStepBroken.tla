------------------------ MODULE RefinementStepBroken ------------------------
(* A refinement that a step breaks.                                        *)
EXTENDS Integers
VARIABLES x, y
Init == x = 0 /\ y = 0
Up == x < 3 /\ x' = x + 1 /\ y' = y
Follow == y < x /\ y' = x /\ x' = x
Spec == Init /\ [][Up \/ Follow]_<<x, y>>
High == INSTANCE Abstract WITH c <- y
Refines == High!Spec
=============================================================================
