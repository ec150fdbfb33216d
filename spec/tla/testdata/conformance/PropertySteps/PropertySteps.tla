--------------------------- MODULE PropertySteps ----------------------------
(* [][A]_v that hold, as a PROPERTY.                                       *)
EXTENDS Integers
VARIABLES x, y
vars == <<x, y>>
Init == x = 0 /\ y = 0
Up == x < 3 /\ x' = x + 1 /\ y' = y
Follow == y < x /\ y' = x /\ x' = x
Next == Up \/ Follow
Spec == Init /\ [][Next]_vars
Always == [](y <= x /\ x < 4)
Broken == [](x < 3)
Grows == [][x' >= x /\ y' >= y]_vars
Jumps == [][y' <= y + 1]_vars
OnlyX == [][x' = x + 1]_x
=============================================================================
