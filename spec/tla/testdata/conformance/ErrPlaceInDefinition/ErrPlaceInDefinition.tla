------------------------ MODULE ErrPlaceInDefinition ------------------------
(* The place named is in the definition that fails, in another module.     *)
EXTENDS Integers, Faulty
VARIABLE x
Init == x = 1
Next == x' = Half(x - 1)
=============================================================================
