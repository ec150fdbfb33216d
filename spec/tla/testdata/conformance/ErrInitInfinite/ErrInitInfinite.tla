-------------------------- MODULE ErrInitInfinite ---------------------------
(* A variable is any natural number initially.                             *)
EXTENDS Integers
VARIABLES x
Init == x \in Nat \* refused: 
Next == UNCHANGED x
=============================================================================
