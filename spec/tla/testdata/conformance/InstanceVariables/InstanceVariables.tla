------------------------- MODULE InstanceVariables --------------------------
(* A variable replaced by an expression: its prime is that of the          *)
(* expression.                                                             *)
EXTENDS Integers
VARIABLES a, b
Sum == INSTANCE Counter WITH c <- a + b
One == INSTANCE Counter WITH c <- a
Init == One!Init /\ b = 0
A == One!Inc /\ b' = b
B == a' = a /\ b' \in 0 .. 2 /\ Sum!Inc
C == a' = b /\ b' = a /\ Sum!Same
D == a = 2 /\ a' = 0 /\ b' = 0 /\ Sum!Reset
Next == A \/ B \/ C \/ D
Inv == Sum!Small
=============================================================================
