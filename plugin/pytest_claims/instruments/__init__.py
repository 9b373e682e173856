"""What a test of a claim calls: assertions and recorders, a room for each kind of question.

They may know the model and the machine. They say what they saw; what follows from it is for the judge to say.
"""
