---------------------------- MODULE LetInActions ----------------------------
(* LET around primes, LET functions of the state, LET operators with       *)
(* primes.                                                                 *)
EXTENDS Integers, Sequences
VARIABLES x, y
Init == x = 0 /\ y = <<>>
A == LET nx == x + 1
         ok == x < 3
     IN ok /\ x' = nx /\ y' = Append(y, nx)
B == LET next == x' IN x' = 5 - x /\ y' = <<next>>
C == LET Set(v) == x' = v IN Set(1) /\ UNCHANGED y
C2 == LET Set(v) == x' = v IN (Set(1) \/ Set(2)) /\ y = <<2>> /\ UNCHANGED y
D == LET f[k \in 0 .. 2] == IF k = 0 THEN x ELSE f[k - 1] + 1 IN x < 2 /\ x' = f[2] /\ UNCHANGED y
E == \E k \in {1, 2} : LET z == k + x IN z < 4 /\ x' = z /\ y' = <<k>>
F == x = 5 /\ LET keep == UNCHANGED <<y>> IN keep /\ x' = 0
Bound == Len(y) < 3 /\ x < 6
Next == Bound /\ (A \/ B \/ C \/ C2 \/ D \/ E \/ F)
=============================================================================
