------------------------------ MODULE Infinite ------------------------------
(* Membership in infinite and large sets without enumeration.              *)
EXTENDS Integers, Sequences, FiniteSets
CONSTANT Ballot
VARIABLES x, f, s
Pos == {n \in Nat : n > 0}
EvenPos == {n \in Pos : n % 2 = 0}
Init == x = 0 /\ f = <<>> /\ s = "s"
Step(b) == /\ x + b \in Nat /\ b \in Ballot
           /\ x' = x + b
           /\ f' = IF x' \in EvenPos THEN [i \in {x} |-> b] ELSE f
           /\ s' = IF f' \in [{x} -> Nat] /\ f' \notin [{x} -> EvenPos] THEN "odd" ELSE "even"
Test == /\ {1, x} \in SUBSET Int /\ {-1} \notin SUBSET Nat /\ {1, 2} \subseteq Nat
        /\ <<1, x>> \in Seq(Nat) /\ <<x, "a">> \in Nat \X STRING /\ [a |-> x] \in [a : Nat]
        /\ x \in Nat \cup {-5} /\ -5 \in (Nat \cup {-5}) /\ x \notin (Int \ Nat) /\ 3 \in Nat \cap 1..5
        /\ s \in STRING /\ TRUE \in BOOLEAN /\ {x} \in SUBSET (0..1000000) /\ <<1, 2>> \in [1..2 -> 1..1000000]
        /\ IsFiniteSet({x})
        /\ x' = -x /\ UNCHANGED <<f, s>>
Reset == x > 6 /\ x' = 0 /\ f' = <<>> /\ UNCHANGED s
Next == (\E b \in 1..3 : Step(b) /\ x < 9) \/ Test \/ Reset
Positive == Pos
TypeOK == x \in Int /\ s \in STRING
=============================================================================
