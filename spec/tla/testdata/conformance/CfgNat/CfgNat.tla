------------------------------- MODULE CfgNat -------------------------------
(* The usual trick: Nat replaced by a finite set.                          *)
EXTENDS Naturals, FiniteSets
VARIABLES x
Few == 0 .. 3
Init == x \in {n \in Nat : n < 2}
Next == \E n \in Nat : n > x /\ x' = n /\ Cardinality(Nat) = 4
=============================================================================
