--------------------------- MODULE CfgSpecAndInit ---------------------------
(* SPECIFICATION and INIT.                                                 *)
EXTENDS Integers
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
Spec == Init /\ [][Next]_x
=============================================================================
