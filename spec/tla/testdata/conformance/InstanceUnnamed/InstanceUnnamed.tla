-------------------------- MODULE InstanceUnnamed ---------------------------
(* EXTENDS and an unnamed INSTANCE, LOCAL definitions of the same name.    *)
EXTENDS Integers, Left
VARIABLES x
INSTANCE Right WITH base <- 10
LOCAL Hidden == 3
Init == x = 0
Next == x' \in {Hidden, FromLeft, FromRight, x} /\ x' # x
=============================================================================
