-------------------------------- MODULE Left --------------------------------
(* A local definition.                                                     *)
EXTENDS Integers
LOCAL Hidden == 1
FromLeft == Hidden + 1
LOCAL INSTANCE Sequences
Uses == Len(<<1>>)
=============================================================================
