------------------------- MODULE ErrUndefinedPrime --------------------------
(* A primed variable is read before it has a value.                        *)
EXTENDS Integers
VARIABLES x, y
Init == x = 0 /\ y = 0
Next == /\ x' = 
           y' + 1 \* refused: no value
        /\ y' = 1
=============================================================================
