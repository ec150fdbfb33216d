-------------------------- MODULE InstanceCapture ---------------------------
(* An instance whose parameters and bound variables have the names of the  *)
(* operands.                                                               *)
EXTENDS Integers, Sequences
VARIABLES x, y
Small(k) == INSTANCE Capture WITH n <- k, s <- {k, y}, v <- x
Fixed == INSTANCE Capture WITH n <- y + 1, s <- {x, y}, v <- y
Init == x = 0 /\ y = 0
A == x < 4 /\ x' = Small(1)!Plus(x) /\ y' = y
B == \E k \in {1, 2} : /\ y < 3
                       /\ y' = Small(k)!Pick
                       /\ x' = (IF Small(k)!Bigger(k) = {} THEN 0 ELSE 1)
C == y' = Fixed!Plus(1) % 4 /\ x' = Fixed!Let(x) % 5
D == y' = y /\ \A k \in {1} : Small(k)!Moved(k)
E == \E n \in {1, 2} : x' = Small(n)!Plus(n) % 5 /\ y' = Fixed!Deep(n) % 4
Next == A \/ B \/ C \/ D \/ E
=============================================================================
