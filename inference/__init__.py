"""What thinks: engines in a child process, conversation, agents, tools, workflows, voice.

Free of Qt and of sockets.
"""
