------------------------------- MODULE Right --------------------------------
(* A local definition of the same name.                                    *)
EXTENDS Integers
CONSTANT base
LOCAL Hidden == 20
FromRight == Hidden + base
=============================================================================
