--------------------- MODULE InvariantOutsideConstraint ---------------------
(* An invariant is checked in states outside the constraint too.           *)
EXTENDS Integers
VARIABLE x
Init == x = 0
Next == x' = x + 2
Few == x < 3
Small == x # 4
=============================================================================
