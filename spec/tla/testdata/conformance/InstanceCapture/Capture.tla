------------------------------ MODULE Capture -------------------------------
(* Parameters n, s, v and bound variables k and x that clash with the      *)
(* names outside.                                                          *)
EXTENDS Integers
VARIABLES n, s, v
Plus(k) == n + k
Pick == CHOOSE x \in s : \A y \in s : x >= y
Bigger(x) == {k \in s : k > x + n - n}
Let(y) == LET x == n * 2 IN x + y
Deep(y) == LET F(x) == x + n + y IN F(10)
Moved(y) == v' = (v + y) % 3 /\ n = n /\ s' # {9}
=============================================================================
