---------------------- MODULE CfgUnknownSpecification -----------------------
(* SPECIFICATION names what does not exist.                                *)
EXTENDS Integers
VARIABLES x
Init == x = 0
Next == x' = x
Op(a) == a
Inv == x = 0
=============================================================================
