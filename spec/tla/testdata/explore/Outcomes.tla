---- MODULE Outcomes ----
EXTENDS Naturals, Sequences, TLC
CONSTANT Limit
ASSUME Limit < 10 VARIABLES x, y
vars == <<x, y>>
Init == x = 0 /\ y \in {0, 1}
Up == x < Limit /\ x' = x + 1 /\ UNCHANGED y
Wrap == x = Limit /\ x' = 0 /\ UNCHANGED y
Next == Up \/ Wrap
Stuck == Up
Half == x < 2 /\ x' = x + 1
Outside == x < 2 /\ x' = x + 1 /\ y' = <<1>>[x + 1]
Asserts == x' = x + 1 /\ UNCHANGED y /\ Assert(x < 2, "too far")
Spec == Init /\ [][Next]_vars
BadInit == x = 1 /\ y = <<>>[1]
BadInit2 == x \in {1, 2} /\ y = <<5>>[x]
Below2 == x < 2
Not0 == x # 0
Not1 == ~(x = 0 /\ y = 1)
Fails == <<1, 1>>[x + 1] = 1
AssertInv == Assert(x < 2, "too far")
NotBool == x
InitP == x = 0 /\ y = 0
StepP == [][x' = x + 1]_vars
StepFails == [][<<1, 1>>[x + 1] = 1]_vars
AlwaysP == []Below2
Both == (y \in {0,1}) /\ [](x < 4) /\ [][x' > x]_vars
Live == <>(x = 1)
Quant == \A i \in {5, 2} : [](x < i)
QuantStep == \A i \in {5, 2} : [][x' < i]_vars
Constr == x < 2
ActConstr == x' < 2
Bad4 == x < 4
View == y
BadView == <<1>>[x + 1]
StuckEnds == [](~ENABLED Stuck => x = Limit)
NeverStuck == [](ENABLED Stuck)
====
