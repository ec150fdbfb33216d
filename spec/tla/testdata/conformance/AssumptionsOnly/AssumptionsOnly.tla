-------------------------- MODULE AssumptionsOnly ---------------------------
(* A module without a behaviour: only its assumptions are checked.         *)
EXTENDS Integers, FiniteSets, Sequences
CONSTANTS N, S
ASSUME N > 2
ASSUME Named == \A k \in S : k \in Nat
ASSUME /\ Cardinality(S) = 2
       /\ S \subseteq 0 .. N
THEOREM N > 2 => N # 0
=============================================================================
